//! Why a package is refused: the words are the contract's.

pub use lectern_contract::packages::PackageProblem;
