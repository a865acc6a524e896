using System.Collections.Immutable;
using System.Text.Json;

namespace AiDesk.Policy.Service.Observability.Health;

/// <summary>How everything stood when it was looked at.</summary>
internal sealed record ReadinessReport(ImmutableArray<DependencyState> Dependencies)
{
    /// <summary>Calls should come here.</summary>
    public bool IsReady => Dependencies.All(dependency => dependency.Status != DependencyStatus.Down);

    /// <summary>The worst there is, as a sentence; <c>ready</c> when nothing is wrong.</summary>
    public string Summary
    {
        get
        {
            foreach (var (status, prefix) in new[] { (DependencyStatus.Down, ""), (DependencyStatus.Degraded, "degraded: ") })
            {
                foreach (var dependency in Dependencies)
                {
                    if (dependency.Status == status)
                    {
                        return prefix + dependency.Detail;
                    }
                }
            }

            return "ready";
        }
    }

    /// <summary><c>{"status":"ready|degraded|unready","dependencies":[{"name":…,"status":"ok|degraded|down","detail":…}]}</c>.</summary>
    public byte[] ToJson()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("status", !IsReady ? "unready" : Dependencies.Any(dependency => dependency.Status == DependencyStatus.Degraded) ? "degraded" : "ready");
            json.WriteStartArray("dependencies");
            foreach (var dependency in Dependencies)
            {
                json.WriteStartObject();
                json.WriteString("name", dependency.Name);
                json.WriteString("status", dependency.Status switch { DependencyStatus.Ok => "ok", DependencyStatus.Degraded => "degraded", _ => "down" });
                if (dependency.Detail.Length > 0)
                {
                    json.WriteString("detail", dependency.Detail);
                }

                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }
}
