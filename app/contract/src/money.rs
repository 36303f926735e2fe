//! Money: whole minor units (cents) of one currency, never a fraction and never a float.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::text_enum;

text_enum! {
    /// Currencies a price can be in. Those are left out whose minor unit banks and payment providers disagree about.
    Currency {
        Aed = "AED", Aud = "AUD", Brl = "BRL", Cad = "CAD", Chf = "CHF", Cny = "CNY", Czk = "CZK", Dkk = "DKK",
        Eur = "EUR", Gbp = "GBP", Hkd = "HKD", Ils = "ILS", Inr = "INR", Jpy = "JPY", Krw = "KRW", Mxn = "MXN",
        Nok = "NOK", Nzd = "NZD", Pln = "PLN", Ron = "RON", Sek = "SEK", Sgd = "SGD", Thb = "THB", Usd = "USD",
        Zar = "ZAR",
    }
}

impl Currency {
    /// How many digits of an amount are minor units: 2 for cents, 0 where there are none.
    pub const fn digits(self) -> usize {
        match self {
            Self::Jpy | Self::Krw => 0,
            _ => 2,
        }
    }

    /// Minor units in one unit.
    const fn scale(self) -> i64 {
        match self.digits() {
            0 => 1,
            _ => 100,
        }
    }
}

/// An amount of money in minor units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Money {
    /// Minor units, for example cents.
    pub minor: i64,
    /// Of which currency.
    pub currency: Currency,
}

impl Money {
    /// This many minor units.
    pub const fn new(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    /// The amount as typed, without grouping: `1234.50`. [`Money::parse`] reads it back.
    pub fn plain(self) -> String {
        let (units, rest) = (
            self.minor.unsigned_abs() / self.currency.scale().unsigned_abs(),
            self.minor.unsigned_abs() % self.currency.scale().unsigned_abs(),
        );
        match self.currency.digits() {
            0 => units.to_string(),
            digits => format!("{units}.{rest:0digits$}"),
        }
    }

    /// Reads `12`, `12.5`, `12,50` or `1,234.50`; none where it is no amount or is more exact than the currency.
    pub fn parse(text: &str, currency: Currency) -> Option<Self> {
        let clean: String = text.trim().chars().filter(|c| !matches!(c, ' ' | '\u{a0}')).collect();
        // The last separator begins the minor units, if at most two digits follow it; others group.
        let (units, rest) = match clean.rfind(['.', ',']) {
            Some(at) if clean.len() - at == 1 => return None,
            Some(at) if clean.len() - at <= 3 => (clean[..at].to_owned(), &clean[at + 1..]),
            _ => (clean.clone(), ""),
        };
        let units: String = units.chars().filter(|c| !matches!(c, '.' | ',')).collect();
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if units.is_empty() || !digits(&units) || !digits(rest) || rest.len() > currency.digits() {
            return None;
        }
        let rest = format!("{rest:0<width$}", width = currency.digits());
        let minor = format!("{units}{rest}").parse().ok()?;
        Some(Self { minor, currency })
    }
}

impl fmt::Display for Money {
    /// `EUR 1,234.50`, a negative amount with a real minus.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plain = self.plain();
        let (units, rest) = plain.split_once('.').unwrap_or((&plain, ""));
        let mut grouped = String::new();
        for (place, digit) in units.chars().enumerate() {
            if place > 0 && (units.len() - place).is_multiple_of(3) {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        let point = if rest.is_empty() { "" } else { "." };
        let sign = if self.minor < 0 { "−" } else { "" };
        write!(f, "{} {sign}{grouped}{point}{rest}", self.currency)
    }
}

/// A tax rate in hundredths of a percent: 1900 is 19 %.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaxRate(pub i32);

impl TaxRate {
    /// The tax on a net amount in minor units, rounded half up.
    pub fn on(self, net: i64) -> i64 {
        let exact = i128::from(net) * i128::from(self.0);
        i64::try_from((exact + 5_000) / 10_000).unwrap_or(i64::MAX)
    }

    /// Reads `19`, `7.5` or `8,25`, from 0 to 100; none where it is no rate.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().trim_end_matches('%').trim().replace(',', ".");
        let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || whole.len() > 3 || part.len() > 2 || !digits(whole) || !digits(part) {
            return None;
        }
        let rate: i32 = format!("{whole}{part:0<2}").parse().ok()?;
        (rate <= 10_000).then_some(Self(rate))
    }
}

impl fmt::Display for TaxRate {
    /// `19`, `7.5`: in percent, without the sign.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, part) = (self.0 / 100, self.0 % 100);
        match part {
            0 => write!(f, "{whole}"),
            part if part % 10 == 0 => write!(f, "{whole}.{}", part / 10),
            part => write!(f, "{whole}.{part:02}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_people_type_them() {
        for (typed, minor) in [
            ("12", 1_200),
            ("12.5", 1_250),
            ("12,50", 1_250),
            (" 1,234.50 ", 123_450),
            ("1.234,50", 123_450),
            ("1,234", 123_400),
            ("0.01", 1),
        ] {
            assert_eq!(
                Money::parse(typed, Currency::Eur),
                Some(Money::new(minor, Currency::Eur)),
                "{typed}"
            );
        }
        for wrong in [
            "",
            "abc",
            "-5",
            "1.2.",
            "12.345.6x",
            ".",
            "1e3",
            "9999999999999999999999",
        ] {
            assert_eq!(Money::parse(wrong, Currency::Eur), None, "{wrong}");
        }
        assert_eq!(Money::parse("500", Currency::Jpy), Some(Money::new(500, Currency::Jpy)));
        assert_eq!(Money::parse("5.50", Currency::Jpy), None, "there is no half yen");
    }

    #[test]
    fn amounts_are_grouped_signed_and_named() {
        let euro = |minor| Money::new(minor, Currency::Eur);
        assert_eq!(euro(123_450).to_string(), "EUR 1,234.50");
        assert_eq!(euro(5).to_string(), "EUR 0.05");
        assert_eq!(euro(-2_975).to_string(), "EUR −29.75");
        assert_eq!(Money::new(1_000, Currency::Jpy).to_string(), "JPY 1,000");
        assert_eq!(euro(123_450).plain(), "1234.50");
    }

    #[test]
    fn tax_is_rounded_half_up() {
        assert_eq!(TaxRate(1_900).on(2_500), 475);
        assert_eq!(TaxRate(1_900).on(50), 10, "9.5 cents");
        assert_eq!(TaxRate(1_900).on(49), 9, "9.31 cents");
        assert_eq!(TaxRate(0).on(1_000), 0);
        for (typed, rate) in [("19", 1_900), ("7.5 %", 750), ("8,25", 825), ("0", 0), ("100", 10_000)] {
            assert_eq!(TaxRate::parse(typed), Some(TaxRate(rate)), "{typed}");
        }
        for wrong in ["", "x", "-1", "100.01", "1.234", "1e1"] {
            assert_eq!(TaxRate::parse(wrong), None, "{wrong}");
        }
        assert_eq!(
            [TaxRate(1_900), TaxRate(750), TaxRate(825)].map(|rate| rate.to_string()),
            ["19", "7.5", "8.25"]
        );
    }
}
