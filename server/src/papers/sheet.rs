//! A sheet of A4 to write on: text at a place, left or right of it, broken into lines, and rules.

use krilla::{
    Document,
    geom::{PathBuilder, Point},
    metadata::{DateTime, Metadata},
    num::NormalizedF32,
    page::PageSettings,
    paint::Stroke,
    surface::Surface,
    text::{Font, GlyphId, KrillaGlyph},
};
use lectern_domain::{Error, Result};
use skrifa::{
    FontRef, MetadataProvider,
    instance::{LocationRef, Size},
};

/// A4 in points.
pub const WIDTH: f32 = 595.28;
const HEIGHT: f32 = 841.89;

/// A typeface: what is embedded, and what measures.
struct Face {
    font: Font,
    measure: FontRef<'static>,
}

impl Face {
    fn load(bytes: &'static [u8]) -> Result<Self> {
        let font = Font::new(bytes.to_vec().into(), 0).ok_or_else(|| Error::fault("a typeface is none"))?;
        let measure = FontRef::new(bytes).map_err(Error::fault)?;
        Ok(Self { font, measure })
    }

    /// One glyph per character, each as wide as the typeface says. What it does not have is its empty box.
    fn glyphs(&self, text: &str) -> Vec<KrillaGlyph> {
        let map = self.measure.charmap();
        let widths = self.measure.glyph_metrics(Size::new(1.0), LocationRef::default());
        let glyph = |(at, c): (usize, char)| {
            let id = map.map(c).unwrap_or_default();
            KrillaGlyph {
                glyph_id: GlyphId::new(id.to_u32()),
                text_range: at..at + c.len_utf8(),
                x_advance: widths.advance_width(id).unwrap_or(0.5),
                x_offset: 0.0,
                y_offset: 0.0,
                y_advance: 0.0,
                location: None,
            }
        };
        text.char_indices().map(glyph).collect()
    }
}

/// How text looks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Style {
    /// Points.
    pub size: f32,
    /// Whether it is bold.
    pub bold: bool,
}

/// Usual text.
pub const PLAIN: Style = Style {
    size: 10.0,
    bold: false,
};
/// What stands out.
pub const BOLD: Style = Style { size: 10.0, bold: true };
/// The page's name.
pub const TITLE: Style = Style { size: 20.0, bold: true };
/// Side remarks.
pub const SMALL: Style = Style { size: 8.5, bold: false };

/// The pen that writes on a page.
pub struct Pen<'a, 'b> {
    surface: &'a mut Surface<'b>,
    faces: &'a Faces,
}

struct Faces {
    plain: Face,
    bold: Face,
}

impl Faces {
    const fn of(&self, style: Style) -> &Face {
        if style.bold { &self.bold } else { &self.plain }
    }
}

impl Pen<'_, '_> {
    /// How wide text is, in points.
    pub fn width(&self, text: &str, style: Style) -> f32 {
        self.faces
            .of(style)
            .glyphs(text)
            .iter()
            .map(|glyph| glyph.x_advance * style.size)
            .sum()
    }

    /// Writes one line that begins at `x`, on the baseline `y` from the top.
    pub fn left(&mut self, x: f32, y: f32, text: &str, style: Style) {
        if text.is_empty() {
            return;
        }
        let face = self.faces.of(style);
        let (glyphs, font) = (face.glyphs(text), face.font.clone());
        self.surface
            .draw_glyphs(Point::from_xy(x, y), &glyphs, font, text, style.size, false);
    }

    /// Writes one line that ends at `x`.
    pub fn right(&mut self, x: f32, y: f32, text: &str, style: Style) {
        let width = self.width(text, style);
        self.left(x - width, y, text, style);
    }

    /// Writes text within `width`, broken between words and where there is a line break; answers the next baseline.
    pub fn block(&mut self, x: f32, mut y: f32, width: f32, text: &str, style: Style) -> f32 {
        let lines: Vec<String> = text.lines().flat_map(|line| self.broken(line, width, style)).collect();
        for line in lines {
            self.left(x, y, &line, style);
            y += style.size * 1.4;
        }
        y
    }

    fn broken(&self, line: &str, width: f32, style: Style) -> Vec<String> {
        let mut lines = vec![String::new()];
        for word in line.split_whitespace() {
            let last = lines.last().cloned().unwrap_or_default();
            let longer = if last.is_empty() {
                word.to_owned()
            } else {
                format!("{last} {word}")
            };
            if self.width(&longer, style) > width && !last.is_empty() {
                lines.push(word.to_owned());
            } else if let Some(last) = lines.last_mut() {
                *last = longer;
            }
            while let Some(rest) = lines.last_mut().and_then(|last| self.cut(last, width, style)) {
                lines.push(rest);
            }
        }
        lines
    }

    /// Cuts a line that is too long even alone, and answers its rest.
    fn cut(&self, line: &mut String, width: f32, style: Style) -> Option<String> {
        let mut taken = 0.0;
        for (at, (glyph, (byte, _))) in self
            .faces
            .of(style)
            .glyphs(line)
            .iter()
            .zip(line.char_indices())
            .enumerate()
        {
            taken += glyph.x_advance * style.size;
            if taken > width && at > 0 {
                return Some(line.split_off(byte));
            }
        }
        None
    }

    /// Draws a rule from `x` to `to`, at `y` from the top.
    pub fn rule(&mut self, x: f32, to: f32, y: f32, thick: f32) {
        let mut path = PathBuilder::new();
        path.move_to(x, y);
        path.line_to(to, y);
        let Some(path) = path.finish() else { return };
        let fill = self.surface.get_fill().cloned();
        self.surface.set_fill(None);
        self.surface.set_stroke(Some(Stroke {
            width: thick,
            opacity: NormalizedF32::ONE,
            ..Stroke::default()
        }));
        self.surface.draw_path(&path);
        self.surface.set_stroke(None);
        self.surface.set_fill(fill);
    }
}

/// Makes a document of one page. The same writing at the same date gives the same bytes.
///
/// # Errors
/// A fault where the page cannot be made.
pub fn page(title: &str, date: DateTime, write: impl FnOnce(&mut Pen<'_, '_>)) -> Result<Vec<u8>> {
    let faces = Faces {
        plain: Face::load(ttf_noto_sans::REGULAR)?,
        bold: Face::load(ttf_noto_sans::BOLD)?,
    };
    let mut document = Document::new();
    let metadata = Metadata::new()
        .title(title.to_owned())
        .language("en".into())
        .creation_date(date);
    document.set_metadata(metadata);
    let settings = PageSettings::from_wh(WIDTH, HEIGHT).ok_or_else(|| Error::fault("a page has no size"))?;
    let mut page = document.start_page_with(settings);
    let mut surface = page.surface();
    write(&mut Pen {
        surface: &mut surface,
        faces: &faces,
    });
    surface.finish();
    page.finish();
    document
        .finish()
        .map_err(|error| Error::fault(format!("a PDF could not be made: {error:?}")))
}
