"""Every write on a nomination. Views, the desk, tasks and importers call these and nothing else."""
