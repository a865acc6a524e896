using System.Text.Json;
using System.Text.Json.Nodes;

namespace AiDesk.Agent.Tools;

/// <summary>
/// One tool of the built-in CRM. Its effect is made by the call's id: the same call again changes nothing more and answers the same. It is only asked when
/// policy has allowed the very arguments.
/// </summary>
internal interface IDeskTool
{
    string Name { get; }

    /// <summary>It writes the conversation's row, which everybody holds before the run's.</summary>
    bool ChangesConversation => false;

    /// <summary>The raw output, for the filter. Throws <see cref="ToolFailedException"/> when it cannot be done, and what storage throws.</summary>
    Task<JsonObject> RunAsync(ToolWork work, JsonElement arguments, CancellationToken cancellationToken);
}
