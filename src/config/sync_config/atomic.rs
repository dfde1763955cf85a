use std::{
    fs::{self, File, OpenOptions, Permissions},
    io::{self, Write},
    path::{Path, PathBuf},
};

/// Puts `contents` in the place of the file at `path` in one step, and what was there beside it as `.bak`.
///
/// After a crash at any moment the file is whole: the old one or the new one. Only a file that cannot be replaced, such
/// as one that is mounted by itself into a container, is written over in place.
pub(super) fn replace(path: &Path, contents: &[u8]) -> io::Result<()> {
    // A link stays a link: what it points to is replaced.
    let path = &path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let folder = folder_of(path);
    let previous = match fs::read(path) {
        Ok(previous) => Some(previous),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(error),
    };
    match (in_one_step(&folder, path, previous.as_deref(), contents), previous) {
        (Err(error), Some(previous)) if forbids_replacing(&error) => write_over(path, &previous, contents),
        (result, _) => result,
    }
}

fn in_one_step(folder: &Path, path: &Path, previous: Option<&[u8]>, contents: &[u8]) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let permissions = match previous {
        Some(previous) => {
            let permissions = fs::metadata(path)?.permissions();
            let backup = PathBuf::from(format!("{}.bak", path.display()));
            write(folder, &backup, previous, permissions.clone())?;
            permissions
        }
        None => readable_by_all(),
    };
    write(folder, path, contents, permissions)
}

/// The file is itself a mount point (busy), or its folder takes no new files while the file itself may take what it holds.
fn forbids_replacing(error: &io::Error) -> bool {
    use io::ErrorKind::{PermissionDenied, ReadOnlyFilesystem, ResourceBusy};
    [ResourceBusy, ReadOnlyFilesystem, PermissionDenied].contains(&error.kind())
}

/// Writes into the file itself; what was there comes back where that fails half-way, such as on a full disk.
fn write_over(path: &Path, previous: &[u8], contents: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).open(path)?;
    let result = overwrite(&mut file, contents);
    if result.is_err() {
        let _ = overwrite(&mut file, previous);
    }
    result
}

fn overwrite(file: &mut File, contents: &[u8]) -> io::Result<()> {
    use std::os::unix::fs::FileExt;
    file.write_all_at(contents, 0)?;
    file.set_len(contents.len() as u64)?;
    file.sync_all()
}

fn write(folder: &Path, path: &Path, contents: &[u8], permissions: Permissions) -> io::Result<()> {
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(contents)?;
    file.as_file().set_permissions(permissions)?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    File::open(folder)?.sync_all()
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
