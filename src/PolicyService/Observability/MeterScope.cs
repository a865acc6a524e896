using System.Diagnostics.Metrics;

namespace AiDesk.Policy.Service.Observability;

/// <summary>The meters of one host. Their scope tells them from those of another host in the same process, which bear the same names.</summary>
internal sealed class MeterScope
{
    public Meter Create(string name) => new(new MeterOptions(name) { Scope = this });

    public bool Holds(Instrument instrument) => ReferenceEquals(instrument.Meter.Scope, this);
}
