//! The figures: a table to read and JSON to keep.

use std::{fs, path::Path};

use serde_json::{Value, json};

use crate::common::{Try, database::Kind};

/// What a ratio should be.
#[derive(Clone, Copy, Debug)]
pub enum Aim {
    AtLeast(f64),
    AtMost(f64),
    /// A figure to know, without an aim.
    None,
}

/// One figure beside its limit.
#[derive(Clone, Debug)]
pub struct Line {
    /// The requirement's letter.
    pub part: &'static str,
    pub kind: Option<Kind>,
    pub what: String,
    pub unit: &'static str,
    pub measured: f64,
    /// Measured in the same run, or the figure that is aimed at.
    pub limit: f64,
    pub aim: Aim,
    /// More to know, for the JSON and the lines below the table.
    pub note: String,
}

impl Line {
    fn ratio(&self) -> f64 {
        self.measured / self.limit
    }

    fn verdict(&self) -> &'static str {
        let met = match self.aim {
            Aim::None => return "",
            Aim::AtLeast(aim) => self.ratio() >= aim,
            Aim::AtMost(aim) => self.ratio() <= aim,
        };
        if met { "met" } else { "MISSED" }
    }

    fn aim(&self) -> String {
        match self.aim {
            Aim::None => String::new(),
            Aim::AtLeast(aim) => format!("≥ {aim}"),
            Aim::AtMost(aim) => format!("≤ {aim}"),
        }
    }

    fn json(&self) -> Value {
        json!({
            "part": self.part,
            "database": self.kind.map(|kind| kind.to_string()),
            "what": self.what,
            "unit": self.unit,
            "measured": self.measured,
            "limit": self.limit,
            "ratio": self.ratio(),
            "aim": self.aim(),
            "met": match self.verdict() { "met" => Some(true), "" => None, _ => Some(false) },
            "note": self.note,
        })
    }

    fn print(&self) {
        let figure = |figure: f64| match figure {
            figure if figure.is_nan() => "–".to_owned(),
            figure if figure.abs() >= 100.0 => format!("{figure:.0}"),
            figure => format!("{figure:.2}"),
        };
        println!(
            "{:<2} {:<11} {:<66} {:>9} {:>9} {:<6} {:>6}  {:<7} {}",
            self.part,
            self.kind.map(|kind| kind.to_string()).unwrap_or_default(),
            self.what,
            figure(self.measured),
            figure(self.limit),
            self.unit,
            figure(self.ratio()),
            self.aim(),
            self.verdict()
        );
        if !self.note.is_empty() {
            println!("   {:<11} · {}", "", self.note);
        }
    }
}

/// All figures of a run; each is said as soon as it is known.
#[derive(Debug, Default)]
pub struct Report {
    lines: Vec<Line>,
}

impl Report {
    /// A report whose table has its head already.
    pub fn begin() -> Self {
        println!(
            "{:<2} {:<11} {:<66} {:>9} {:>9} {:<6} {:>6}  {:<7} verdict",
            "", "database", "what", "measured", "limit", "unit", "ratio", "aim"
        );
        Self::default()
    }

    pub fn say(&mut self, line: Line) {
        line.print();
        self.lines.push(line);
    }

    /// Writes the JSON.
    pub fn keep(&self, path: &Path, quick: bool) -> Try<()> {
        let cores = std::thread::available_parallelism().map_or(0, std::num::NonZero::get);
        let lines: Vec<Value> = self.lines.iter().map(Line::json).collect();
        let all = json!({ "quick": quick, "cores": cores, "lines": lines });
        fs::write(path, serde_json::to_string_pretty(&all)?)?;
        let missed = self.lines.iter().filter(|line| line.verdict() == "MISSED").count();
        println!(
            "\n{} figures, {missed} aims missed; kept in {}",
            self.lines.len(),
            path.display()
        );
        Ok(())
    }
}
