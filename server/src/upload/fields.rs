//! The fields of a form that comes with a file: few of them, small ones in memory and the rest on disk, each piece in time.

use std::{
    fs::File,
    io::{Seek, SeekFrom},
};

use axum::extract::{
    FromRequest, Multipart, Request,
    multipart::{self, MultipartError},
};
use lectern_contract::Refusal;
use lectern_domain::Error;
use tokio::io::AsyncWriteExt;

use crate::doors::forms::{Site, Spool};

/// Fields of one form, at most; no page sends half as many.
const MANY: usize = 16;
/// Bytes of a field that is no file.
const SMALL: usize = 10_000;

/// A form's fields, one after the other.
pub(crate) struct Fields {
    form: Multipart,
    spool: Spool,
    left: usize,
}

/// One of them.
pub(crate) struct Field<'a> {
    field: multipart::Field<'a>,
    spool: &'a Spool,
}

impl Fields {
    /// The fields of a request's body.
    ///
    /// # Errors
    /// `BadRequest` where it is no such form.
    pub async fn of(site: &Site, request: Request) -> Result<Self, Error> {
        let form = Multipart::from_request(request, &()).await;
        Ok(Self {
            form: form.map_err(|_| Refusal::BadRequest)?,
            spool: site.spool.clone(),
            left: MANY,
        })
    }

    /// The next one.
    ///
    /// # Errors
    /// `BadRequest` where the form breaks off or is silent; `BodyTooLarge` where there are too many.
    pub async fn next(&mut self) -> Result<Option<Field<'_>>, Error> {
        let spool = &self.spool;
        let Some(field) = in_time(spool, self.form.next_field()).await? else {
            return Ok(None);
        };
        self.left = self.left.checked_sub(1).ok_or(Refusal::BodyTooLarge)?;
        Ok(Some(Field { field, spool }))
    }
}

impl Field<'_> {
    /// Its name; empty without one.
    pub fn name(&self) -> &str {
        self.field.name().unwrap_or_default()
    }

    /// The name of the file that was chosen; empty without one.
    pub fn file_name(&self) -> &str {
        self.field.file_name().unwrap_or_default()
    }

    /// Writes it to a file that nobody else sees; answers it with its bytes.
    ///
    /// # Errors
    /// `UploadTooLarge`; `BadRequest` as before; `Busy` where the disk is full.
    pub async fn keep(&mut self, megabytes: u64) -> Result<(File, u64), Error> {
        let mut file = tokio::fs::File::from_std(self.spool.incoming.file()?);
        let mut bytes = 0;
        while let Some(piece) = in_time(self.spool, self.field.chunk()).await? {
            bytes += piece.len() as u64;
            if bytes > megabytes * 1_000_000 {
                return Err(Refusal::UploadTooLarge(megabytes).into());
            }
            file.write_all(&piece).await?;
        }
        file.flush().await?;
        let mut file = file.into_std().await;
        file.seek(SeekFrom::Start(0))?;
        Ok((file, bytes))
    }

    /// Its text, where it is no file.
    ///
    /// # Errors
    /// `BodyTooLarge`; `BadRequest` as before.
    pub async fn small(&mut self) -> Result<String, Error> {
        let mut text = Vec::new();
        while let Some(piece) = in_time(self.spool, self.field.chunk()).await? {
            text.extend_from_slice(&piece);
            if text.len() > SMALL {
                return Err(Refusal::BodyTooLarge.into());
            }
        }
        Ok(String::from_utf8_lossy(&text).into_owned())
    }
}

/// What comes next of a form, unless it breaks off or nothing comes for too long.
async fn in_time<T>(spool: &Spool, next: impl Future<Output = Result<T, MultipartError>>) -> Result<T, Error> {
    let next = tokio::time::timeout(spool.piece, next).await;
    let next = next.map_err(|_| Refusal::BadRequest)?;
    Ok(next.map_err(|_| Refusal::BadRequest)?)
}
