//! A program with a few of the operations of a product: what it does not use raises no lint.
#![deny(warnings)]

aliyun_rpc_macros::product!("plain/spec");
aliyun_rpc_macros::groups!("plain/spec");

fn main() {
    println!("{:?}", Sit::new());
}
