using AiDesk.CommandLine.Connection;
using AiDesk.CommandLine.Load.Asking;

namespace AiDesk.CommandLine.Load.Running;

/// <summary>A call for each check.</summary>
internal sealed class UnaryAsker(LoadQuestions questions, ServiceConnection connection, TimeSpan timeout) : IAsker
{
    public Task<CallAnswer> AskAsync(long sequence) => questions.AskAsync(connection.Client, sequence, connection.Options(timeout));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
