use std::{
    fs::{self, File, Permissions},
    io::{self, Write},
    path::{Path, PathBuf},
};

/// Puts `contents` in the place of the file at `path` in one step, and what was there beside it as `.bak`.
///
/// After a crash at any moment the file is whole: the old one or the new one.
pub(super) fn replace(path: &Path, contents: &[u8]) -> io::Result<()> {
    // A link stays a link: what it points to is replaced.
    let path = &path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let folder = folder_of(path);
    fs::create_dir_all(&folder)?;
    let permissions = match fs::read(path) {
        Ok(previous) => {
            let permissions = fs::metadata(path)?.permissions();
            let backup = PathBuf::from(format!("{}.bak", path.display()));
            write(&folder, &backup, &previous, permissions.clone())?;
            permissions
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => readable_by_all(),
        Err(error) => return Err(error),
    };
    write(&folder, path, contents, permissions)
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
