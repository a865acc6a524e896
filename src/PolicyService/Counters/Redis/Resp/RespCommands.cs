using System.Text;

namespace AiDesk.Policy.Service.Counters.Redis.Resp;

/// <summary>Something that can be sent: a struct, so that the connection writes it without a copy or a call through a table.</summary>
internal interface IRespCommand
{
    void WriteTo(RespBuffer buffer);
}

/// <summary>A script by its hash, or whole; in a cluster perhaps with ASKING before it, for a slot that is on its way.</summary>
internal readonly struct ScriptCommand(ScriptCall call, bool whole) : IRespCommand
{
    public void WriteTo(RespBuffer buffer)
    {
        buffer.Begin(call.Count + 3);
        buffer.Part(whole ? "EVAL"u8 : "EVALSHA"u8);
        buffer.Part(whole ? call.Script.Text : call.Script.Sha1);
        buffer.Part(call.KeyCount);
        for (var i = 0; i < call.Count; i++)
        {
            buffer.Part(call[i]);
        }
    }
}

/// <summary>A command of words, as they are used outside of decisions.</summary>
internal readonly struct WordsCommand(params string[] words) : IRespCommand
{
    public void WriteTo(RespBuffer buffer)
    {
        buffer.Begin(words.Length);
        foreach (var word in words)
        {
            buffer.Part(Encoding.UTF8.GetBytes(word));
        }
    }
}
