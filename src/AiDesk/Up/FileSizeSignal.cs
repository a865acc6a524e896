using System.Runtime.InteropServices;

namespace AiDesk.CommandLine.Up;

/// <summary>
/// A file that grows beyond the process' limit (<c>ulimit -f</c>) is to a service what a full disk is: the write fails, and is tried again. Without this the system
/// would end the process instead.
/// </summary>
internal static class FileSizeSignal
{
    private const PosixSignal Sigxfsz = (PosixSignal)25;

    public static IDisposable Ignore() => PosixSignalRegistration.Create(Sigxfsz, context => context.Cancel = true);
}
