using AiDesk.CommandLine.Load.Asking;

namespace AiDesk.CommandLine.Load.Running;

/// <summary>Asks over one connection. Any number of callers at once.</summary>
internal interface IAsker : IAsyncDisposable
{
    /// <summary>Never throws: a check that is not answered says why.</summary>
    Task<CallAnswer> AskAsync(long sequence);
}
