using System.Diagnostics.Metrics;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Service.Observability;
using AiDesk.Policy.Service.Observability.Prometheus;
using AiDesk.Policy.Service.Records;
using Grpc.Core;

namespace AiDesk.Policy.Service.Tests.Observability;

/// <summary>The collector and its text, and what recording costs.</summary>
public sealed class RecordingTests
{
    [Fact]
    public void Record_SeriesThatIsThere_AllocatesNothing()
    {
        var scope = new MeterScope();
        using var collector = new PrometheusCollector(scope);
        using var metrics = new ServiceMetrics(scope, new PolicyServiceOptions { MetricsTenants = ["acme"] });
        var decision = new Decision { Verdict = Verdict.Allow, Reason = Reason.Ok };
        Record();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var call = 0; call < 1_000; call++)
        {
            Record();
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);

        void Record()
        {
            metrics.Decided("acme", RecordedRpc.CheckInput, decision);
            metrics.Checked("CheckInput", 1, 2, 3, 4);
            metrics.Ended("CheckInput", StatusCode.OK, 1);
        }
    }

    [Fact]
    public void Write_LabelsWithQuotesAndLines_AreEscaped()
    {
        var scope = new MeterScope();
        using var collector = new PrometheusCollector(scope);
        using var meter = scope.Create("m");
        var counter = meter.CreateCounter<long>("a.b", "{call}", "Says\nmuch.");
        counter.Add(2, new KeyValuePair<string, object?>("x.y", "a\"b\\c\nd"));

        collector.Collect(PrometheusText.Write).ShouldBe("# HELP a_b_total Says\\nmuch.\n# TYPE a_b_total counter\na_b_total{x_y=\"a\\\"b\\\\c\\nd\"} 2\n");
    }

    [Fact]
    public void Write_Histogram_HasCumulatedBucketsSumAndCount()
    {
        var scope = new MeterScope();
        using var collector = new PrometheusCollector(scope);
        using var meter = scope.Create("m");
        var histogram = meter.CreateHistogram<double>("d", "s", "D.", null, new InstrumentAdvice<double> { HistogramBucketBoundaries = [1, 2] });
        foreach (var value in new[] { 0.5, 1, 1.5, 4 })
        {
            histogram.Record(value);
        }

        collector.Collect(PrometheusText.Write).ShouldBe(
            "# HELP d_seconds D.\n# TYPE d_seconds histogram\nd_seconds_bucket{le=\"1\"} 2\nd_seconds_bucket{le=\"2\"} 3\nd_seconds_bucket{le=\"+Inf\"} 4\nd_seconds_sum 7\nd_seconds_count 4\n");
    }

    [Fact]
    public void Write_MoreSeriesThanTheLimit_AreOneMore()
    {
        var scope = new MeterScope();
        using var collector = new PrometheusCollector(scope);
        using var meter = scope.Create("m");
        var counter = meter.CreateCounter<long>("c", null, "C.");
        for (var series = 0; series < MetricFamily.SeriesLimit + 10; series++)
        {
            counter.Add(1, new KeyValuePair<string, object?>("k", "v" + series));
        }

        var lines = collector.Collect(PrometheusText.Write).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        lines.Length.ShouldBe(2 + MetricFamily.SeriesLimit + 1);
        lines.ShouldContain(line => line == "c_total{k=\"overflow\"} 10");
    }

    [Fact]
    public void Collect_MetersOfAnotherHost_AreNotThere()
    {
        var scope = new MeterScope();
        using var collector = new PrometheusCollector(scope);
        using var metrics = new ServiceMetrics(new MeterScope(), new PolicyServiceOptions());

        collector.Collect(families => families.Count).ShouldBe(0);
    }
}
