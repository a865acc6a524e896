using System.CommandLine;
using AiDesk.CommandLine.Connection;
using AiDesk.CommandLine.Display;
using Grpc.Core;

namespace AiDesk.CommandLine;

internal static class CommandActions
{
    /// <summary>Runs the command and turns what it throws into words on standard error and an exit status, in one place.</summary>
    public static void SetGuardedAction(this Command command, Func<ParseResult, Terminal, CancellationToken, Task<int>> action) =>
        command.SetAction(async (parsed, cancellation) =>
        {
            var terminal = new Terminal(parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            try
            {
                return await action(parsed, terminal, cancellation).ConfigureAwait(false);
            }
            catch (CommandFailure failure)
            {
                terminal.Problem(failure.Message);
                return failure.Status;
            }
            catch (RpcException failure) when (!cancellation.IsCancellationRequested)
            {
                terminal.Problem(RpcFailure.Describe(failure));
                return RpcFailure.StatusOf(failure);
            }
            catch (Exception failure) when (failure is OperationCanceledException or RpcException && cancellation.IsCancellationRequested)
            {
                terminal.Problem("Interrupted.");
                return ExitStatus.Interrupted;
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                terminal.Problem(failure.Message);
                return ExitStatus.Usage;
            }
        });
}
