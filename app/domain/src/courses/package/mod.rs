//! Reading a course package: from the bytes of a zip to its files and its table of contents.
//!
//! Pure and synchronous: [`read_package`] is made for `spawn_blocking`. It hands each accepted file to a
//! [`FileSink`]; the caller publishes what the sink staged, or throws it away when a [`PackageProblem`] comes back.
//! Nothing of a package is trusted: names, sizes, counts and XML are checked before they are used
//! (`spec/runtime.md`, "Reading a package").

mod archive;
mod entries;
mod limits;
mod manifest;
mod meter;
mod model;
mod names;
mod pages;
mod problem;
mod read;
mod sequencing;
mod sink;
mod unpack;
mod warning;

#[cfg(test)]
mod tests;

pub use limits::Limits;
pub use model::{Item, Package, ScormType};
pub use problem::PackageProblem;
pub use read::read_package;
pub use sequencing::{
    Condition, ControlMode, Delivery, LimitConditions, MapInfo, Objective, Randomization, Rollup, RollupCondition,
    RollupRule, Sequencing, SequencingRule,
};
pub use sink::{Discard, FileSink};
pub use warning::Warning;
