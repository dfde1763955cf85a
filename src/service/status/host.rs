use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use app::{error::ApiError, model::SystemMetrics};
use sysinfo::{Disks, Pid, ProcessRefreshKind, ProcessesToUpdate, System};

/// Figures of this machine and this process. This module is the only one that uses sysinfo. Cheap to clone.
#[derive(Clone)]
pub(super) struct Host {
    /// Kept, since CPU use is measured from one measurement to the next.
    system: Arc<Mutex<System>>,
    data_folder: PathBuf,
}

impl Host {
    /// The disk figures are those of the disk with `data_folder`.
    pub(super) fn new(data_folder: PathBuf) -> Self {
        let mut system = System::new();
        refresh(&mut system);
        Self { system: Arc::new(Mutex::new(system)), data_folder }
    }

    pub(super) async fn figures(&self) -> Result<SystemMetrics, ApiError> {
        let host = self.clone();
        tokio::task::spawn_blocking(move || host.measure())
            .await
            .map_err(|_| ApiError::internal("The machine's figures could not be read. See the log."))
    }

    fn measure(&self) -> SystemMetrics {
        let mut system = self.system.lock().unwrap_or_else(PoisonError::into_inner);
        refresh(&mut system);
        let process = system.process(Pid::from_u32(std::process::id()));
        let (disk_total_bytes, disk_available_bytes) = disk(&self.data_folder);
        SystemMetrics {
            cpu_percent: f64::from(system.global_cpu_usage()),
            memory_total_bytes: system.total_memory(),
            memory_used_bytes: system.used_memory(),
            disk_total_bytes,
            disk_available_bytes,
            process_memory_bytes: process.map_or(0, sysinfo::Process::memory),
            process_cpu_percent: process.map_or(0.0, |process| f64::from(process.cpu_usage())),
            process_uptime_seconds: process.map_or(0, sysinfo::Process::run_time),
        }
    }
}

fn refresh(system: &mut System) {
    system.refresh_memory();
    system.refresh_cpu_usage();
    system.refresh_processes_specifics(
        ProcessesToUpdate::Some(&[Pid::from_u32(std::process::id())]),
        true,
        ProcessRefreshKind::nothing().with_cpu().with_memory(),
    );
}

/// Total and available bytes of the disk with the folder; zeros if there is none.
fn disk(folder: &Path) -> (u64, u64) {
    let folder = folder.canonicalize().unwrap_or_else(|_| PathBuf::from("/"));
    let disks = Disks::new_with_refreshed_list();
    let holding = disks.iter().filter(|disk| folder.starts_with(disk.mount_point()));
    let nearest = holding.max_by_key(|disk| disk.mount_point().components().count());
    nearest.map_or((0, 0), |disk| (disk.total_space(), disk.available_space()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn figures_cover_machine_and_process() {
        let figures = Host::new(std::env::temp_dir()).figures().await.unwrap();
        assert!(figures.memory_used_bytes > 0 && figures.memory_used_bytes <= figures.memory_total_bytes);
        assert!(figures.process_memory_bytes > 0);
        assert!((0.0..=100.0).contains(&figures.cpu_percent), "{figures:?}");
    }
}
