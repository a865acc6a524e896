using System.Runtime.InteropServices;

namespace AiDesk.CommandLine.Up;

/// <summary>The first SIGINT or SIGTERM ends the service; the second says that nobody wants to wait until load balancers have noticed.</summary>
internal sealed class SecondSignal : IDisposable
{
    private readonly CancellationTokenSource _hurry = new();
    private readonly PosixSignalRegistration[] _registrations;
    private int _signals;

    public SecondSignal() => _registrations = [PosixSignalRegistration.Create(PosixSignal.SIGINT, Count), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Count)];

    public CancellationToken Token => _hurry.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _hurry.Dispose();
    }

    private void Count(PosixSignalContext context)
    {
        context.Cancel = true;
        if (Interlocked.Increment(ref _signals) > 1)
        {
            _hurry.Cancel();
        }
    }
}
