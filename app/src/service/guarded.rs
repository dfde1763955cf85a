use std::sync::Arc;

use super::Principal;

/// A service on behalf of one caller: each method first checks that the caller has the permission. Cheap to clone.
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

/// Declares the trait of a service as written, and implements the same methods, without the caller, on [`Guarded`].
///
/// A method without `#[permission(...)]`, or without its caller, does not compile.
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
            /// Every method's name, and the permission it needs.
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
