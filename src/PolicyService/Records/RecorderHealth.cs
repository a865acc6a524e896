namespace AiDesk.Policy.Service.Records;

/// <summary>How recording stands: for readiness and metrics.</summary>
/// <param name="JournalFault">Why nothing that must be kept can be taken: such decisions are denied. Empty when it can.</param>
/// <param name="SinkFault">Why the sink failed last: records wait. Empty while it does not.</param>
/// <param name="InJournal">Records in the journal that the sink has not got.</param>
/// <param name="Waiting">Plain ALLOW decisions in memory that the sink has not got.</param>
/// <param name="WaitingBytes">Memory that these hold.</param>
/// <param name="Written">Records written since the start.</param>
/// <param name="Dropped">Plain ALLOW decisions that were not recorded because the sink could not keep up, since the start.</param>
/// <param name="DroppedByPolicy">The same because their policy says so.</param>
/// <param name="Refused">Records that had to be kept and could not be taken; their decisions were denied.</param>
/// <param name="Damaged">Records that a power loss left broken in the journal.</param>
/// <param name="JournalBytes">Bytes of the journal that the sink has not got.</param>
internal readonly record struct RecorderHealth(
    string JournalFault, string SinkFault, long InJournal, int Waiting, long WaitingBytes, long Written, long Dropped, long DroppedByPolicy, long Refused, long Damaged, long JournalBytes = 0)
{
    /// <summary>The sink takes what it is given.</summary>
    public bool IsWriting => SinkFault.Length == 0;

    /// <summary>What must be kept can be taken.</summary>
    public bool IsTaking => JournalFault.Length == 0;
}
