using AiDesk.Policy.Checks;
using AiDesk.Policy.Policies;

namespace AiDesk.Policy.Service.Handlers;

/// <summary>The engine's two steps of one RPC: a struct, so that the pipeline calls them directly.</summary>
internal interface ICheckSteps<TCheck>
    where TCheck : struct
{
    static abstract string Rpc { get; }

    static abstract CallContext ContextOf(in TCheck check);

    /// <summary>The same question at another time: a retry is answered by the clock of the first call.</summary>
    static abstract TCheck At(in TCheck check, DateTimeOffset now);

    static abstract void Inspect(PolicySnapshot snapshot, in TCheck check, Evaluation work);

    static abstract void Decide(PolicySnapshot snapshot, in TCheck check, Evaluation work);
}
