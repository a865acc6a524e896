using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using AiDesk.Bench.Figures;

namespace AiDesk.Bench.Transport;

/// <summary>What the h2load of nghttp2 says of both servers, when it is installed: context only.</summary>
internal static partial class H2LoadFigures
{
    public static void Measure(FigureReport report, ServerProcess server, string path, byte[] frame, int inFlight)
    {
        var body = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(body, frame);
            if (Run(server.GrpcPort, path, body, inFlight) is { } ours && Run(server.BarePort, path, body, inFlight) is { } theirs)
            {
                report.Context("h2load: unary echo, 64 in flight", ours, "calls/s", theirs);
            }
        }
        finally
        {
            File.Delete(body);
        }
    }

    private static double? Run(int port, string path, string body, int inFlight)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(
                "h2load",
                ["-n", "150000", "-c", "1", "-m", $"{inFlight}", "-d", body, "-H", "content-type: application/grpc", "-H", "te: trailers", $"http://127.0.0.1:{port}{path}"])
            {
                RedirectStandardOutput = true,
            })!;
            var match = Finished().Match(process.StandardOutput.ReadToEnd());
            process.WaitForExit();
            return match.Success ? double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    [GeneratedRegex(@"finished in [^,]+, ([0-9.]+) req/s", RegexOptions.NonBacktracking)]
    private static partial Regex Finished();
}
