using System.Text.Json;
using System.Text.Json.Nodes;

namespace AiDesk.Agent.Tools.Crm;

internal sealed class UpdateConversationStatus : IDeskTool
{
    public string Name => "update_conversation_status";

    public bool ChangesConversation => true;

    public async Task<JsonObject> RunAsync(ToolWork work, JsonElement arguments, CancellationToken cancellationToken)
    {
        var status = arguments.Text("status");
        var old = await work.FirstAsync<string>("SELECT status FROM desk.conversations WHERE tenant_id = @tenant AND conversation_id = @Conversation", new { work.Conversation }, cancellationToken).ConfigureAwait(false);
        if (await work.ChangeAsync(Name, work.Conversation.ToString(), "status", old ?? "", status, cancellationToken).ConfigureAwait(false))
        {
            await work.ExecuteAsync(
                """
                UPDATE desk.conversations SET status = @status, solved_at = CASE WHEN @status = 'solved' THEN coalesce(solved_at, @Now) END, updated_at = @Now
                WHERE tenant_id = @tenant AND conversation_id = @Conversation
                """,
                new { status, work.Conversation, work.Now },
                cancellationToken).ConfigureAwait(false);
        }

        return new JsonObject { ["status"] = status, ["conversation_id"] = work.Conversation.ToString() };
    }
}
