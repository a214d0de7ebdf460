//! Results of calls of several operations.

use super::Error;

/// Forgets the operation's set of codes in a result, for code that keeps the error or boxes it.
///
/// `?` turns `Error<C>` into [`Error`] where the function returns `Error`. It cannot do two steps
/// at once: into an error of your own with `#[from] Error`, or into a box in which you want to find
/// `Error` again, whatever the operation was. There, one call makes the first step:
///
/// ```
/// use aliyun_rpc::{Error, ErrorSet, ResultExt};
///
/// #[derive(Debug, thiserror::Error)]
/// enum AppError {
///     #[error("the cloud refused")]
///     Cloud(#[from] Error),
/// }
///
/// fn check<C: ErrorSet>(reply: Result<(), Error<C>>) -> Result<(), AppError> {
///     Ok(reply.untyped()?)
/// }
///
/// fn boxed<C: ErrorSet>(reply: Result<(), Error<C>>) -> Result<(), Box<dyn std::error::Error>> {
///     Ok(reply.untyped()?) // `downcast_ref::<Error>()` finds it
/// }
/// ```
///
/// An error of your own that takes errors of every operation by `?` alone implements `From` for all
/// of them instead of `#[from]`:
///
/// ```
/// use aliyun_rpc::{Error, ErrorSet};
///
/// struct AppError(Error);
///
/// impl<C> From<Error<C>> for AppError {
///     fn from(error: Error<C>) -> Self {
///         Self(error.untyped())
///     }
/// }
///
/// fn check<C: ErrorSet>(reply: Result<(), Error<C>>) -> Result<(), AppError> {
///     Ok(reply?)
/// }
/// ```
pub trait ResultExt<T> {
    /// The same result, with an error that does not depend on the operation.
    ///
    /// # Errors
    /// The error, if there was one.
    fn untyped(self) -> Result<T, Error>;
}

impl<T, C> ResultExt<T> for Result<T, Error<C>> {
    fn untyped(self) -> Result<T, Error> {
        self.map_err(Error::untyped)
    }
}
