using System.Text.Json;
using System.Text.Json.Nodes;

namespace AiDesk.Agent.Tools.Crm;

/// <summary>To a colleague of the same tenant; another tenant's is not found.</summary>
internal sealed class AssignConversation : IDeskTool
{
    public string Name => "assign_conversation";

    public bool ChangesConversation => true;

    public async Task<JsonObject> RunAsync(ToolWork work, JsonElement arguments, CancellationToken cancellationToken)
    {
        var agent = arguments.Text("agent_id");
        if (!await work.FirstAsync<bool>("SELECT EXISTS (SELECT FROM desk.people WHERE tenant_id = @tenant AND person_id = @agent AND active)", new { agent }, cancellationToken).ConfigureAwait(false))
        {
            throw ToolFailedException.NotFound("agent");
        }

        var old = await work.FirstAsync<string>("SELECT coalesce(assigned_to, '') FROM desk.conversations WHERE tenant_id = @tenant AND conversation_id = @Conversation", new { work.Conversation }, cancellationToken).ConfigureAwait(false);
        if (await work.ChangeAsync(Name, work.Conversation.ToString(), "assigned_to", old ?? "", agent, cancellationToken).ConfigureAwait(false))
        {
            await work.ExecuteAsync(
                "UPDATE desk.conversations SET assigned_to = @agent, updated_at = @Now WHERE tenant_id = @tenant AND conversation_id = @Conversation",
                new { agent, work.Conversation, work.Now },
                cancellationToken).ConfigureAwait(false);
        }

        return new JsonObject { ["status"] = "assigned", ["agent_id"] = agent };
    }
}
