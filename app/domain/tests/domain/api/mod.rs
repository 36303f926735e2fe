//! The JSON API, as far as it is the domain's: keys, and acts that programs do.

mod audit;
mod calls;
mod keys;
mod neighbors;
