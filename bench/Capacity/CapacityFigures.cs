using AiDesk.Bench.Capacity.Asking;
using AiDesk.Bench.Capacity.Running;
using AiDesk.Bench.Capacity.Serving;
using AiDesk.Bench.Figures;

namespace AiDesk.Bench.Capacity;

/// <summary>What one processor answers: the service has one, the callers have the other.</summary>
internal static class CapacityFigures
{
    private const string Plot = "One processor: calls a second as more are in flight";
    private const int InFlight = 64;
    private static readonly int[] Growing = [1, 4, 16, 64, 128];

    public static async Task MeasureAsync(FigureReport report, TimeSpan time)
    {
        foreach (var (name, question) in new (string, Func<Question>)[]
        {
            ("CheckInput, 100 characters", () => Question.Input(100)),
            ("CheckInput, 2,000 characters", () => Question.Input(2000)),
            ("CheckToolCall, 10-property arguments", Question.ToolCall),
            ("CheckOutput, 400 characters", () => Question.Output(400)),
        })
        {
            await using var service = await ServedPolicy.StartAsync(tenants: 1, processor: Processors.OfService);
            var tenants = Callers.Of(service, question, tenants: 1, connections: 1);
            var phase = new Phase(tenants);
            WarmUp.Run(phase, InFlight);
            foreach (var inFlight in Growing)
            {
                var used = service.ProcessorTime;
                var (tallies, took) = phase.Closed(inFlight, time);
                var (answered, busy) = (tallies[0].Answered, service.ProcessorTime - used);
                report.Point(Plot, name, "calls in flight", "calls/s", inFlight, answered / took.TotalSeconds);
                if (inFlight == InFlight)
                {
                    report.Context($"{name}: calls a second of one processor, {InFlight} in flight", answered / took.TotalSeconds, "calls/s");
                    report.Context($"{name}: processor time of a call, {InFlight} in flight", busy.TotalMicroseconds / answered, "us");
                    report.Context($"{name}: p99, {InFlight} in flight", tallies[0].At(0.99), "us");
                }
            }

            foreach (var tenant in tenants)
            {
                tenant.Dispose();
            }
        }
    }
}
