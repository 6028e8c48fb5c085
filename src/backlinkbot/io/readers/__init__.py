"""Link facts out of archives, graph files and exports."""
