//! Where course files are kept: `object_store` behind the domain's shelf, a local folder or an S3 bucket.

mod names;

use std::{io, path::Path as FilePath, sync::Arc};

use futures::{StreamExt, TryStreamExt};
use lectern_domain::courses::shelf::Shelf;
use object_store::{
    GetOptions, GetRange, GetResult, ObjectStore, ObjectStoreExt, WriteMultipart, local::LocalFileSystem, path::Path,
};
use tokio::runtime::Handle;

use crate::disk;

/// Bytes handed to the store at once.
const PIECE: usize = 1 << 20;

/// The store of course files.
#[derive(Clone, Debug)]
pub struct Storage {
    store: Arc<dyn ObjectStore>,
    runtime: Handle,
}

impl Storage {
    /// Opens the store: a folder (made if missing) or `s3://bucket/prefix`.
    ///
    /// # Errors
    /// That the address is none, or the folder cannot be made.
    pub fn open(url: &str, data_dir: &FilePath) -> io::Result<Self> {
        let store: Arc<dyn ObjectStore> = match url {
            "" => local(&data_dir.join("files"))?,
            url => match url.strip_prefix("file://") {
                Some(path) => local(FilePath::new(path))?,
                None => remote(url)?,
            },
        };
        Ok(Self {
            store,
            runtime: Handle::current(),
        })
    }

    /// A file's bytes, or a part of them; none where there is no such file.
    ///
    /// # Errors
    /// The store's own.
    pub async fn get(&self, key: &str, range: Option<GetRange>) -> io::Result<Option<GetResult>> {
        let (place, own) = (names::place(key), Path::from(key));
        match self.at(&place, range.clone()).await? {
            // A file of before long names were shortened.
            None if place != own && names::was_taken(&own) => self.at(&own, range).await,
            found => Ok(found),
        }
    }

    /// What lies at a place; under a name that is too long for the file system, nothing does.
    async fn at(&self, place: &Path, range: Option<GetRange>) -> io::Result<Option<GetResult>> {
        let options = GetOptions {
            range,
            ..GetOptions::default()
        };
        match self.store.get_opts(place, options).await {
            Ok(result) => Ok(Some(result)),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => match disk::error(error) {
                error if error.kind() == io::ErrorKind::InvalidFilename => Ok(None),
                error => Err(error),
            },
        }
    }

    /// Whether a file has nothing in a range. Stores refuse such a range each in words of their own.
    ///
    /// # Errors
    /// The store's own.
    pub async fn is_beyond(&self, key: &str, range: &GetRange) -> io::Result<bool> {
        let file = self.get(key, None).await?;
        Ok(file.is_some_and(|file| range.as_range(file.meta.size).is_err()))
    }

    async fn remove(&self, folder: &str) -> object_store::Result<()> {
        let found = self
            .store
            .list(Some(&Path::from(folder)))
            .map_ok(|object| object.location)
            .boxed();
        self.store.delete_stream(found).try_for_each(|_| async { Ok(()) }).await
    }
}

fn local(folder: &FilePath) -> io::Result<Arc<dyn ObjectStore>> {
    std::fs::create_dir_all(folder)?;
    let store = LocalFileSystem::new_with_prefix(folder).map_err(io::Error::other)?;
    // A version's row says that its files are there, also after the power failed: they and their folders are on the disk
    // before it is written.
    Ok(Arc::new(store.with_automatic_cleanup(true).with_fsync(true)))
}

fn remote(url: &str) -> io::Result<Arc<dyn ObjectStore>> {
    let invalid = |error| io::Error::new(io::ErrorKind::InvalidInput, error);
    let address = url::Url::parse(url).map_err(|error| invalid(error.to_string()))?;
    // Whoever was first chose the same.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let settings = std::env::vars().filter(|(name, _)| name.starts_with("AWS_"));
    let (store, prefix) =
        object_store::parse_url_opts(&address, settings).map_err(|error| invalid(error.to_string()))?;
    Ok(Arc::new(object_store::prefix::PrefixStore::new(store, prefix)))
}

impl Shelf for Storage {
    fn put(&self, key: &str, content: &mut dyn io::Read) -> io::Result<()> {
        self.runtime.block_on(async {
            let place = names::place(key);
            let upload = self.store.put_multipart(&place).await.map_err(disk::error)?;
            let mut writer = WriteMultipart::new(upload);
            let mut piece = vec![0; PIECE];
            loop {
                let read = match content.read(&mut piece) {
                    Ok(read) => read,
                    Err(error) => {
                        let _ = writer.abort().await;
                        return Err(error);
                    }
                };
                if read == 0 {
                    break;
                }
                writer.write(&piece[..read]);
                writer.wait_for_capacity(2).await.map_err(disk::error)?;
            }
            writer.finish().await.map(drop).map_err(disk::error)
        })
    }

    fn remove_folder(&self, folder: &str) -> io::Result<()> {
        self.runtime.block_on(self.remove(folder)).map_err(disk::error)
    }
}
