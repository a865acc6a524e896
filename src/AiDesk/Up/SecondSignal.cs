using System.Runtime.InteropServices;

namespace AiDesk.CommandLine.Up;

/// <summary>Made when the first signal has come: another SIGINT or SIGTERM says that nobody wants to wait until load balancers have noticed.</summary>
internal sealed class SecondSignal : IDisposable
{
    private readonly CancellationTokenSource _hurry = new();
    private readonly PosixSignalRegistration[] _registrations;

    public SecondSignal() => _registrations = [PosixSignalRegistration.Create(PosixSignal.SIGINT, Hurry), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Hurry)];

    public CancellationToken Token => _hurry.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _hurry.Dispose();
    }

    private void Hurry(PosixSignalContext context)
    {
        context.Cancel = true;
        _hurry.Cancel();
    }
}
