//! `?` makes one step: from the error of an operation to `Error`, or from `Error` to one's own.
//! Both are `.untyped()?`.

use aliyun_ecs::{Client, DescribeInstances, Error};

enum AppError {
    Cloud(Error),
}

impl From<Error> for AppError {
    fn from(error: Error) -> Self {
        Self::Cloud(error)
    }
}

async fn look(client: &Client) -> Result<(), AppError> {
    client.send(DescribeInstances::new()).await?;
    Ok(())
}

fn main() {}
