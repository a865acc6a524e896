using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace AiDesk.Redis.Harness;

/// <summary>A plain connection by which a test asks and tells its server: one command at a time, RESP2. Not for what is measured.</summary>
public sealed class AdminConnection : IDisposable
{
    private readonly TcpClient _client;
    private readonly BufferedStream _stream;

    private AdminConnection(TcpClient client, Stream stream)
    {
        _client = client;
        _stream = new BufferedStream(stream);
    }

    public static async Task<AdminConnection> OpenAsync(int port, string? password = null, bool tls = false)
    {
        var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync("127.0.0.1", port);
        Stream stream = client.GetStream();
        if (tls)
        {
            var secured = new SslStream(stream);
            await secured.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "localhost", RemoteCertificateValidationCallback = (_, _, _, _) => true });
            stream = secured;
        }

        var connection = new AdminConnection(client, stream);
        if (password is not null)
        {
            await connection.CommandAsync("AUTH", password);
        }

        return connection;
    }

    /// <summary>A string, a long, null, or an array of these. Throws <see cref="RedisErrorException"/> when the server answers an error.</summary>
    public async Task<object?> CommandAsync(params string[] parts)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"*{parts.Length}\r\n");
        foreach (var part in parts)
        {
            text.Append(CultureInfo.InvariantCulture, $"${Encoding.UTF8.GetByteCount(part)}\r\n{part}\r\n");
        }

        await _stream.WriteAsync(Encoding.UTF8.GetBytes(text.ToString()));
        await _stream.FlushAsync();
        return await ReadAsync();
    }

    public void Dispose()
    {
        _stream.Dispose();
        _client.Dispose();
    }

    private async Task<object?> ReadAsync()
    {
        var line = await LineAsync();
        switch (line[0])
        {
            case '+':
                return line[1..];
            case '-':
                throw new RedisErrorException(line[1..]);
            case ':':
                return long.Parse(line.AsSpan(1), CultureInfo.InvariantCulture);
            case '$':
                return await BulkAsync(int.Parse(line.AsSpan(1), CultureInfo.InvariantCulture));
            default:
                var items = new object?[Math.Max(0, int.Parse(line.AsSpan(1), CultureInfo.InvariantCulture))];
                for (var i = 0; i < items.Length; i++)
                {
                    items[i] = await ReadAsync();
                }

                return items;
        }
    }

    private async Task<string?> BulkAsync(int length)
    {
        if (length < 0)
        {
            return null;
        }

        var bytes = new byte[length + 2];
        await _stream.ReadExactlyAsync(bytes);
        return Encoding.UTF8.GetString(bytes, 0, length);
    }

    private async Task<string> LineAsync()
    {
        var line = new StringBuilder();
        var one = new byte[1];
        while (true)
        {
            await _stream.ReadExactlyAsync(one);
            if (one[0] == '\n')
            {
                return line.ToString();
            }

            if (one[0] != '\r')
            {
                line.Append((char)one[0]);
            }
        }
    }
}

/// <summary>The server answered an error.</summary>
public sealed class RedisErrorException(string error) : Exception(error);
