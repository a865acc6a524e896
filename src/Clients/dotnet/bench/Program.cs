// What the client costs above the bare gRPC stub: the same question, the same service, in turns. Prints; asserts nothing.
//   dotnet run -c Release --project src/Clients/dotnet/bench [rounds] [calls]      against ./run.sh, with AIDESK_TOKEN as the README says
using System.Diagnostics;
using System.Globalization;
using AiDesk.Client;
using AiDesk.Policy.V1;
using Grpc.Core;
using Grpc.Net.Client;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var rounds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 21;
var calls = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 2000;
var address = Environment.GetEnvironmentVariable("AIDESK_ADDRESS") ?? "http://127.0.0.1:7070";
var token = Environment.GetEnvironmentVariable("AIDESK_TOKEN") ?? "";

using var client = new PolicyClient(new PolicyClientOptions { Address = address, Token = token, Deadline = TimeSpan.FromMinutes(1) });
using var channel = GrpcChannel.ForAddress(address.Contains("://", StringComparison.Ordinal) ? address : $"http://{address}");
var stub = new PolicyService.PolicyServiceClient(channel);
var bare = (Func<CheckInputRequest, Task<CheckInputResponse>>)(async request =>
{
    using var call = stub.CheckInputAsync(request, new Metadata { { "authorization", $"Bearer {token}" } }, DateTime.UtcNow.AddMinutes(1));
    return await call.ResponseAsync;
});
var ours = (Func<CheckInputRequest, Task<CheckInputResponse>>)(request => client.CheckInputAsync(request));

Console.WriteLine("| in flight | bare stub, µs of processor a call | client | overhead | bare stub, µs on the clock | client | overhead |");
Console.WriteLine("|---|---|---|---|---|---|---|");
foreach (var inFlight in (int[])[1, 64])
{
    var seen = new Dictionary<Func<CheckInputRequest, Task<CheckInputResponse>>, List<(double Wall, double Processor)>> { [bare] = [], [ours] = [] };
    for (var round = -3; round < rounds; round++)
    {
        // In turns, and each first as often as the other: whatever else runs here meets both.
        foreach (var ask in round % 2 == 0 ? (Func<CheckInputRequest, Task<CheckInputResponse>>[])[bare, ours] : [ours, bare])
        {
            var figure = await MeasureAsync(ask, inFlight);
            if (round >= 0)
            {
                seen[ask].Add(figure);
            }
        }
    }

    var (processor, wall) = (Cells(figure => figure.Processor), Cells(figure => figure.Wall));
    Console.WriteLine($"| {inFlight} | {processor} | {wall} |");

    string Cells(Func<(double Wall, double Processor), double> of)
    {
        var (without, with) = (Median(seen[bare].Select(of)), Median(seen[ours].Select(of)));
        return $"{without:0} | {with:0} | {(with / without - 1) * 100:0.0} %";
    }
}

// Microseconds of a call, `inFlight` of which run at a time: on the clock, and of this process's processor time.
async Task<(double Wall, double Processor)> MeasureAsync(Func<CheckInputRequest, Task<CheckInputResponse>> ask, int inFlight)
{
    var questions = new Queue<CheckInputRequest>(Enumerable.Range(0, calls).Select(_ => Question()));
    var process = Process.GetCurrentProcess();
    var used = process.TotalProcessorTime;
    var begun = Stopwatch.GetTimestamp();
    await Task.WhenAll(Enumerable.Range(0, inFlight).Select(_ => Task.Run(WorkAsync)));
    var wall = Stopwatch.GetElapsedTime(begun);
    process.Refresh();
    return (wall.TotalMicroseconds / calls, (process.TotalProcessorTime - used).TotalMicroseconds / calls);

    async Task WorkAsync()
    {
        while (true)
        {
            CheckInputRequest? question;
            lock (questions)
            {
                if (!questions.TryDequeue(out question))
                {
                    return;
                }
            }

            await ask(question);
        }
    }
}

// With a request id, as both would send it: what the client adds is then its own.
static CheckInputRequest Question() => new()
{
    RequestId = Guid.NewGuid().ToString(),
    Context = new CallContext { SessionId = Guid.NewGuid().ToString(), RunId = Guid.NewGuid().ToString(), Mode = Mode.Autopilot },
    Message = new InputMessage { MessageId = Guid.NewGuid().ToString(), Text = "¿Dónde está mi pedido?", Author = MessageAuthor.Customer },
};

static double Median(IEnumerable<double> values) => values.Order().ElementAt(values.Count() / 2);
