using System.Text.Json;
using System.Text.Json.Nodes;

namespace AiDesk.Agent.Tools.Crm;

internal sealed class TagConversation : IDeskTool
{
    public string Name => "tag_conversation";

    public bool ChangesConversation => true;

    public async Task<JsonObject> RunAsync(ToolWork work, JsonElement arguments, CancellationToken cancellationToken)
    {
        var tag = arguments.Text("tag");
        if (await work.ChangeAsync(Name, work.Conversation.ToString(), "tags", "", tag, cancellationToken).ConfigureAwait(false))
        {
            // At most 50, as the contract says.
            await work.ExecuteAsync(
                """
                UPDATE desk.conversations SET tags = tags || @tag, updated_at = @Now
                WHERE tenant_id = @tenant AND conversation_id = @Conversation AND NOT @tag = ANY (tags) AND cardinality(tags) < 50
                """,
                new { tag, work.Conversation, work.Now },
                cancellationToken).ConfigureAwait(false);
        }

        return new JsonObject { ["status"] = "tagged", ["conversation_id"] = work.Conversation.ToString() };
    }
}
