using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;
using AiDesk.Bench.Contract;
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
List<Figure> figures = [];

figures.Add(Figure.Of(
    "unary echo through src/Grpc, 64 in flight",
    Rounds.Alternate(
        rounds,
        () => Load.Unary(server.GrpcPort, unary, frame, inFlight, duration).PerSecond,
        () => Load.Unary(server.BarePort, unary, frame, inFlight, duration).PerSecond),
    "calls/s",
    target: 0.90));
figures.Add(Figure.Of(
    "bidi echo, window 64, one stream",
    Rounds.Alternate(
        rounds,
        () => Load.Converse(server.GrpcPort, converse, frame, inFlight, duration).PerSecond,
        () => Load.Converse(server.BarePort, converse, frame, inFlight, duration).PerSecond),
    "messages/s",
    target: 0.70));
figures.Add(Figure.Of(
    "server processor time per unary call",
    Rounds.Alternate(
        rounds,
        () => Usage(() => Load.Unary(server.GrpcPort, unary, frame, inFlight, duration).Calls).Microseconds,
        () => Usage(() => Load.Unary(server.BarePort, unary, frame, inFlight, duration).Calls).Microseconds),
    "us"));
figures.Add(Figure.Of(
    "server processor time per bidi message",
    Rounds.Alternate(
        rounds,
        () => Usage(() => Load.Converse(server.GrpcPort, converse, frame, inFlight, duration).Messages).Microseconds,
        () => Usage(() => Load.Converse(server.BarePort, converse, frame, inFlight, duration).Messages).Microseconds),
    "us"));
figures.Add(new Figure("bytes allocated per unary call", Usage(() => Load.Unary(server.GrpcPort, unary, frame, inFlight, duration).Calls).Bytes, "bytes"));
figures.Add(new Figure(
    "bytes allocated per bidi message", Usage(() => Load.Converse(server.GrpcPort, converse, frame, inFlight, duration).Messages).Bytes, "bytes"));
figures.AddRange(TextWalkFigures.Measure(rounds));
if (H2LoadFigures.Measure(server, unary, frame, inFlight) is { } h2load)
{
    figures.Add(h2load);
}

foreach (var figure in figures)
{
    Console.WriteLine(figure);
}

if (Option("--json") is { } file)
{
    await File.WriteAllTextAsync(file, JsonSerializer.Serialize(figures));
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
