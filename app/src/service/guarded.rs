use std::sync::Arc;

use super::Principal;

/// A service on behalf of one caller, whose permission each method checks first. Cheap to clone.
pub struct Guarded<S: ?Sized> {
    pub(super) service: Arc<S>,
    pub(super) caller: Arc<Principal>,
}

impl<S: ?Sized> Guarded<S> {
    pub(super) fn new(service: &Arc<S>, caller: &Arc<Principal>) -> Self {
        Self { service: Arc::clone(service), caller: Arc::clone(caller) }
    }
}

impl<S: ?Sized> Clone for Guarded<S> {
    fn clone(&self) -> Self {
        Self::new(&self.service, &self.caller)
    }
}

/// Declares a service trait, and implements its methods, without the caller argument, on [`Guarded`].
///
/// A method without `#[permission(...)]` or without a caller does not compile.
macro_rules! guarded {
    (
        $(#[doc = $about:literal])*
        pub trait $Service:ident {$(
            $(#[doc = $doc:literal])*
            #[permission($permission:ident)]
            async fn $method:ident(
                &self, $caller:ident: &Principal $(, $argument:ident: $Argument:ty)* $(,)?
            ) -> Result<$Answer:ty, ApiError>;
        )*}
    ) => {
        $(#[doc = $about])*
        #[async_trait]
        pub trait $Service: Send + Sync {$(
            $(#[doc = $doc])*
            async fn $method(&self, $caller: &Principal $(, $argument: $Argument)*) -> Result<$Answer, ApiError>;
        )*}

        impl Guarded<dyn $Service> {
            /// The name of every method, with the permission it needs.
            pub fn methods(&self) -> &'static [(&'static str, Permission)] {
                &[$((stringify!($method), Permission::$permission)),*]
            }

            $(
                $(#[doc = $doc])*
                pub async fn $method(&self $(, $argument: $Argument)*) -> Result<$Answer, ApiError> {
                    self.caller.require(Permission::$permission)?;
                    self.service.$method(&self.caller $(, $argument)*).await
                }
            )*
        }
    };
}

pub(super) use guarded;
