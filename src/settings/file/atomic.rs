//! Replaces a file that a person may be writing at the same moment.

use std::{
    fs::{self, File, OpenOptions, Permissions},
    io::{self, Write},
    path::{Path, PathBuf},
};

use rustix::{
    fs::{CWD, RenameFlags, renameat_with},
    io::Errno,
};
use tempfile::NamedTempFile;

/// Replaces the file at `path` with `contents` in one step, and keeps the previous version next to it as `.bak`.
/// Returns whether it did: if the file no longer contains `expected` (None: it is missing), it stays unchanged.
///
/// After a crash at any moment the file is complete: the old one or the new one. Only a file that cannot be replaced,
/// such as one that is itself mounted into a container, is overwritten in place.
pub(super) fn replace(path: &Path, expected: Option<&[u8]>, contents: &[u8]) -> io::Result<bool> {
    let path = &resolved(path);
    let folder = folder_of(path);
    let Some(expected) = expected else { return create(&folder, path, contents) };
    match exchange(&folder, path, expected, contents) {
        Err(error) if forbids_replacing(&error) => write_over(&folder, path, expected, contents),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        result => result,
    }
}

/// Creates the file, unless it exists by now.
fn create(folder: &Path, path: &Path, contents: &[u8]) -> io::Result<bool> {
    fs::create_dir_all(folder)?;
    match prepare(folder, contents, readable_by_all())?.persist_noclobber(path) {
        Ok(_) => File::open(folder)?.sync_all().map(|()| true),
        Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(error.error),
    }
}

/// Swaps the file with a new one, and only then looks at what was swapped out, so that an edit made at the last moment
/// is never overwritten.
fn exchange(folder: &Path, path: &Path, expected: &[u8], contents: &[u8]) -> io::Result<bool> {
    let new = prepare(folder, contents, fs::metadata(path)?.permissions())?;
    match swap(new.path(), path) {
        Err(Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP) => {
            return rename_over(folder, path, expected, new);
        }
        swapped => swapped?,
    }
    let old = new;
    if !fs::read(old.path()).is_ok_and(|went| went == expected) {
        swap(old.path(), path)?;
        return Ok(false);
    }
    if let Err(error) = old.persist(backup_of(path)) {
        swap(error.file.path(), path)?;
        return Err(error.error);
    }
    File::open(folder)?.sync_all().map(|()| true)
}

/// For file systems that cannot swap files.
fn rename_over(folder: &Path, path: &Path, expected: &[u8], new: NamedTempFile) -> io::Result<bool> {
    if fs::read(path)? != expected {
        return Ok(false);
    }
    back_up(folder, path, expected)?;
    new.persist(path).map_err(|error| error.error)?;
    File::open(folder)?.sync_all().map(|()| true)
}

/// Whether the file is itself a mount point (busy), or its folder accepts no new files although the file can be
/// written.
fn forbids_replacing(error: &io::Error) -> bool {
    use io::ErrorKind::{PermissionDenied, ReadOnlyFilesystem, ResourceBusy};
    [ResourceBusy, ReadOnlyFilesystem, PermissionDenied].contains(&error.kind())
}

/// Writes into the file itself; the previous contents are restored if that fails half-way, for example on a full disk.
fn write_over(folder: &Path, path: &Path, expected: &[u8], contents: &[u8]) -> io::Result<bool> {
    if fs::read(path)? != expected {
        return Ok(false);
    }
    let mut file = OpenOptions::new().write(true).open(path)?;
    match back_up(folder, path, expected) {
        Err(error) if !forbids_replacing(&error) => return Err(error),
        _ => {}
    }
    let result = overwrite(&mut file, contents);
    if result.is_err() {
        let _ = overwrite(&mut file, expected);
    }
    result.map(|()| true)
}

fn overwrite(file: &mut File, contents: &[u8]) -> io::Result<()> {
    use std::os::unix::fs::FileExt;
    file.write_all_at(contents, 0)?;
    file.set_len(contents.len() as u64)?;
    file.sync_all()
}

fn back_up(folder: &Path, path: &Path, contents: &[u8]) -> io::Result<()> {
    let backup = prepare(folder, contents, fs::metadata(path)?.permissions())?;
    backup.persist(backup_of(path)).map(drop).map_err(|error| error.error)
}

/// A temporary file with these contents, synced to the disk. It is deleted unless it is renamed.
fn prepare(folder: &Path, contents: &[u8], permissions: Permissions) -> io::Result<NamedTempFile> {
    let mut file = NamedTempFile::new_in(folder)?;
    file.write_all(contents)?;
    file.as_file().set_permissions(permissions)?;
    file.as_file().sync_all()?;
    Ok(file)
}

fn swap(one: &Path, other: &Path) -> Result<(), Errno> {
    renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)
}

/// The target of a link, even if it is missing: a link stays a link.
fn resolved(path: &Path) -> PathBuf {
    let target = || fs::read_link(path).map(|target| folder_of(path).join(target));
    path.canonicalize().or_else(|_| target()).unwrap_or_else(|_| path.to_owned())
}

fn backup_of(path: &Path) -> PathBuf {
    PathBuf::from(format!("{}.bak", path.display()))
}

fn folder_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}

fn readable_by_all() -> Permissions {
    use std::os::unix::fs::PermissionsExt;
    Permissions::from_mode(0o644)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_is_replaced_even_where_files_cannot_be_swapped() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        fs::write(&path, "old").unwrap();
        let rename = |expected: &[u8], contents: &[u8]| {
            let new = prepare(folder.path(), contents, readable_by_all()).unwrap();
            rename_over(folder.path(), &path, expected, new).unwrap()
        };
        assert!(!rename(b"other", b"new"));
        assert_eq!(fs::read(&path).unwrap(), b"old");
        assert!(rename(b"old", b"new"));
        assert_eq!(
            (fs::read(&path).unwrap(), fs::read(backup_of(&path)).unwrap()),
            (b"new".to_vec(), b"old".to_vec())
        );
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "no temporary file stays");
    }
}
