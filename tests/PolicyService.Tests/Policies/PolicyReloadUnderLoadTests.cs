using System.Globalization;
using AiDesk.Policy.Policies;

namespace AiDesk.Policy.Service.Tests.Policies;

public sealed class PolicyReloadUnderLoadTests : IDisposable
{
    private const int Rounds = 40;
    private const int Readers = 4;

    private readonly PolicyDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    /// <summary>Every round writes its number into seven places of the policy: a reader that ever sees two numbers has seen a mixture.</summary>
    [Fact]
    public async Task For_WhileReloading_IsAlwaysOneWholePolicy()
    {
        Write(1);
        _directory.Folder.Load().ShouldBeTrue();
        using var stop = new CancellationTokenSource();
        var readers = Enumerable.Range(0, Readers).Select(_ => Task.Run(() => ReadUntil(stop.Token), CancellationToken.None)).ToArray();

        for (var round = 2; round <= Rounds; round++)
        {
            Write(round);
            _directory.Settle();
        }

        await stop.CancelAsync();
        var seen = await Task.WhenAll(readers);

        _directory.Snapshots.For("acme")!.Input.MaxChars.ShouldBe(Rounds);
        seen.ShouldAllBe(reader => reader.Mixtures == 0 && reader.Reads > 0);
    }

    private (long Reads, long Mixtures) ReadUntil(CancellationToken stop)
    {
        long reads = 0;
        long mixtures = 0;
        do
        {
            var policy = _directory.Snapshots.For("acme");
            mixtures += policy is null || NumbersOf(policy).Distinct().Count() != 1 ? 1 : 0;
            reads++;
        }
        while (!stop.IsCancellationRequested);

        return (reads, mixtures);
    }

    private void Write(int number)
    {
        _directory.Write("_base/shop.yaml", $"escalation: {{ notify: [\"role:role{number}\"] }}");
        _directory.WriteTenant("acme", $$"""
            extends: _base/shop
            persona: { name: Agent {{number}} }
            input: { max_chars: {{number}}, min_chars: 1 }
            limits: [{ name: a, per: tenant, rate: {{number}}/1s }]
            budgets: [{ name: a, unit: tokens, window: day, cap: {{number}} }]
            tools: { t{{number}}: { arguments: { type: object } } }
            reviews: [{ name: r{{number}}, when: { tools: [t{{number}}] } }]
            """);
    }

    /// <summary>The base is another file, which is swapped on its own: its number may run ahead of the tenant's and is not among these.</summary>
    private static IEnumerable<int> NumbersOf(PolicySnapshot policy) =>
    [
        Number(policy.Persona.Name.Split(' ')[1]),
        policy.Input.MaxChars,
        (int)policy.Limits[0].Rate,
        (int)policy.Budgets[0].Cap!.Value,
        Number(policy.Tools.Keys.Single()[1..]),
        Number(policy.Reviews[0].Name[1..]),
        Number(policy.Output.ToolNames.Single()[1..]),
    ];

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
