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
var rounds = Option("--rounds") is { } r ? int.Parse(r, CultureInfo.InvariantCulture) : 5;
var duration = TimeSpan.FromSeconds(Option("--seconds") is { } s ? double.Parse(s, CultureInfo.InvariantCulture) : 2);
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

var (calls, bareCalls) = Rounds.Alternate(
    rounds,
    () => Load.Unary(server.GrpcPort, unary, frame, inFlight, duration).PerSecond,
    () => Load.Unary(server.BarePort, unary, frame, inFlight, duration).PerSecond);
figures.Add(new Figure("unary echo through src/Grpc, 64 in flight", calls, "calls/s", bareCalls, 0.90));

var (messages, bareMessages) = Rounds.Alternate(
    rounds,
    () => Load.Converse(server.GrpcPort, converse, frame, inFlight, duration).PerSecond,
    () => Load.Converse(server.BarePort, converse, frame, inFlight, duration).PerSecond);
figures.Add(new Figure("bidi echo, window 64, one stream", messages, "messages/s", bareMessages, 0.70));

var (bytes, processor) = Usage(() => Load.Unary(server.GrpcPort, unary, frame, inFlight, duration).Calls);
var (bareBytes, bareProcessor) = Usage(() => Load.Unary(server.BarePort, unary, frame, inFlight, duration).Calls);
figures.Add(new Figure("bytes allocated per unary call", bytes, "bytes", bareBytes, null));
figures.Add(new Figure("server processor time per unary call", processor, "us", bareProcessor, null));
var (streamBytes, streamProcessor) = Usage(() => Load.Converse(server.GrpcPort, converse, frame, inFlight, duration).Messages);
figures.Add(new Figure("bytes allocated per bidi message", streamBytes, "bytes", null, null));
figures.Add(new Figure("server processor time per bidi message", streamProcessor, "us", null, null));
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
