//! Tables for spreadsheet programs (`spec/safety.md`, Exports).

/// Rows as CSV. Cells that a spreadsheet program would take for a formula become plain text.
///
/// # Errors
/// The writer's own.
pub fn csv<const N: usize>(rows: impl IntoIterator<Item = [String; N]>) -> Result<String, csv::Error> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    for row in rows {
        writer.write_record(row.map(neutral))?;
    }
    let bytes = writer.into_inner().map_err(csv::IntoInnerError::into_error)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
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
    use super::csv;

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
