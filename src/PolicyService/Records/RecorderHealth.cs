namespace AiDesk.Policy.Service.Records;

/// <summary>How recording stands: for readiness and metrics.</summary>
/// <param name="IsWriting">False while the sink fails; lines wait.</param>
/// <param name="Fault">Why the sink failed last; empty while it does not.</param>
/// <param name="Waiting">Lines not yet written.</param>
/// <param name="WaitingBytes">Memory that they hold.</param>
/// <param name="Written">Lines written since the start.</param>
/// <param name="Dropped">Plain ALLOW decisions that were not recorded, since the start.</param>
/// <param name="Refused">Records that had to be kept and could not be taken; their decisions were denied.</param>
internal readonly record struct RecorderHealth(bool IsWriting, string Fault, int Waiting, long WaitingBytes, long Written, long Dropped, long Refused);
