//! Tables for spreadsheet programs (`spec/safety.md`, Exports).

/// Rows as CSV. Cells that a spreadsheet program would take for a formula become plain text.
///
/// # Errors
/// The writer's own.
pub fn csv<const N: usize>(rows: impl IntoIterator<Item = [String; N]>) -> Result<String, csv::Error> {
    write(rows.into_iter().map(|row| row.map(neutral)))
}

/// A piece of a file that is written some rows at a time. The first begins with a byte order mark, which spreadsheet
/// programs want, and the header.
///
/// # Errors
/// The writer's own.
pub(crate) fn piece<const N: usize>(
    is_first: bool,
    header: [&str; N],
    rows: impl Iterator<Item = [String; N]>,
) -> Result<String, csv::Error> {
    if !is_first {
        return csv(rows);
    }
    let text = csv(std::iter::once(header.map(str::to_owned)).chain(rows))?;
    Ok(format!("\u{feff}{text}"))
}

fn write<const N: usize>(rows: impl Iterator<Item = [String; N]>) -> Result<String, csv::Error> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    for row in rows {
        writer.write_record(row)?;
    }
    let bytes = writer.into_inner().map_err(csv::IntoInnerError::into_error)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Text, which is never taken for a formula.
    Text(String),
    /// A whole number, negative ones with their sign: that is a number and no formula.
    Number(i64),
    /// Nothing.
    Empty,
}

/// Rows of text and numbers as CSV.
///
/// # Errors
/// The writer's own.
pub fn cells<const N: usize>(rows: impl IntoIterator<Item = [Cell; N]>) -> Result<String, csv::Error> {
    let rows = rows.into_iter().map(|row| {
        row.map(|cell| match cell {
            Cell::Text(text) => neutral(text),
            Cell::Number(number) => number.to_string(),
            Cell::Empty => String::new(),
        })
    });
    write(rows)
}

/// A cell that is no formula: one that begins like a formula gets an apostrophe first.
fn neutral(cell: String) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{cell}")
    } else {
        cell
    }
}

#[cfg(test)]
mod tests {
    use super::{Cell, cells, csv};

    #[test]
    fn numbers_keep_their_sign_and_text_that_looks_like_one_does_not_become_one() {
        let row = [Cell::Number(-5), Cell::Text("-5".into()), Cell::Empty];
        assert_eq!(cells([row]).expect("written"), "-5,'-5,\r\n");
    }

    #[test]
    fn formulas_are_text_and_odd_cells_are_quoted() {
        let cells = ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "a,b \"c\"", "a@b.cd"];
        let rows = cells.map(|cell| [cell.to_owned(), String::new()]);
        let text = csv(rows).expect("written");
        let lines = [
            "'=1+1,",
            "'+1,",
            "'-1,",
            "'@x,",
            "'\tx,",
            "\"'\rx\",",
            "\"a,b \"\"c\"\"\",",
            "a@b.cd,",
            "",
        ];
        assert_eq!(text, lines.join("\r\n"));
    }
}
