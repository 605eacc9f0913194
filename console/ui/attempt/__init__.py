"""What happened: the steps, the timeline, the diagnosis and the inspector of one attempt."""
