using System.Buffers.Binary;
using System.Globalization;
using AiDesk.Bench.Contract;
using AiDesk.Bench.Figures;
using AiDesk.Bench.Transport;
using Google.Protobuf;

if (args is ["serve", ..])
{
    await ServeCommand.RunAsync();
    return;
}

const int inFlight = 64;
var rounds = Option("--rounds") is { } r ? int.Parse(r, CultureInfo.InvariantCulture) : 15;
var duration = TimeSpan.FromSeconds(Option("--seconds") is { } s ? double.Parse(s, CultureInfo.InvariantCulture) : 0.5);
var message = new EchoMessage { Text = new string('a', 100) }.ToByteArray();
byte[] frame = [0, 0, 0, 0, 0, .. message];
BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), message.Length);
const string unary = "/aidesk.bench.Echo/Unary";
const string converse = "/aidesk.bench.Echo/Converse";

if (args is ["load", var kind, var port, ..])
{
    // One load alone, for looking at a server that was started with `serve` through a profiler.
    var number = int.Parse(port, CultureInfo.InvariantCulture);
    Console.WriteLine(kind == "unary"
        ? Load.Unary(number, unary, frame, inFlight, duration)
        : Load.Converse(number, converse, frame, inFlight, duration));
    return;
}

using var server = ServerProcess.Start();
var report = new FigureReport();

Beside("unary echo through src/Grpc, 64 in flight", "calls/s", 0.90, port => Load.Unary(port, unary, frame, inFlight, duration).PerSecond);
Beside("bidi echo, window 64, one stream", "messages/s", 0.70, port => Load.Converse(port, converse, frame, inFlight, duration).PerSecond);
Beside("server processor time per unary call", "us", null, port => Usage(() => Load.Unary(port, unary, frame, inFlight, duration).Calls).Microseconds);
Beside("server processor time per bidi message", "us", null, port => Usage(() => Load.Converse(port, converse, frame, inFlight, duration).Messages).Microseconds);
report.Context("bytes allocated per unary call", Usage(() => Load.Unary(server.GrpcPort, unary, frame, inFlight, duration).Calls).Bytes, "bytes");
report.Context("bytes allocated per bidi message", Usage(() => Load.Converse(server.GrpcPort, converse, frame, inFlight, duration).Messages).Bytes, "bytes");
TextWalkFigures.Measure(report, rounds);
H2LoadFigures.Measure(report, server, unary, frame, inFlight);

if (Option("--json") is { } file)
{
    await File.WriteAllTextAsync(file, report.ToJson());
}

// The same against both servers; without a target, context.
void Beside(string name, string unit, double? least, Func<int, double> measure)
{
    var found = Rounds.Alternate(rounds, () => measure(server.GrpcPort), () => measure(server.BarePort));
    if (least is { } target)
    {
        report.RatioAtLeast(name, found.Measured, unit, found.Reference, found.Ratio, target);
    }
    else
    {
        report.Context(name, found.Measured, unit, found.Reference, found.Ratio);
    }
}

(double Bytes, double Microseconds) Usage(Func<long> load)
{
    var before = server.Usage();
    var count = load();
    var after = server.Usage();
    return ((double)(after.AllocatedBytes - before.AllocatedBytes) / count, (after.Processor - before.Processor).TotalMicroseconds / count);
}

string? Option(string name)
{
    var at = Array.IndexOf(args, name);
    return at >= 0 && at + 1 < args.Length ? args[at + 1] : null;
}
