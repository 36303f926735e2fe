//! Numbers and sizes as sentences say them.

/// A whole number with its thousands grouped: "16,000".
pub fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A limit in megabytes of 1,000,000 bytes: "500 MB", "2 GB", "2,048 MB".
pub fn megabytes(megabytes: u64) -> String {
    match megabytes {
        0 => "0 MB".into(),
        n if n.is_multiple_of(1_000) => format!("{} GB", grouped(n / 1_000)),
        n => format!("{} MB", grouped(n)),
    }
}

/// A limit in bytes, in the largest whole unit: "512 bytes", "8 MB", "4 GB".
pub fn bytes(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} kB", bytes / 1_000),
        _ => megabytes(bytes / 1_000_000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_grouped_or_said_in_the_larger_unit() {
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(1_234_567), "1,234,567");
        assert_eq!(megabytes(2), "2 MB");
        assert_eq!(megabytes(2_000), "2 GB");
        assert_eq!(megabytes(2_048), "2,048 MB");
        assert_eq!(bytes(512), "512 bytes");
        assert_eq!(bytes(8 << 20), "8 MB");
        assert_eq!(bytes(4_000_000_000), "4 GB");
    }
}
