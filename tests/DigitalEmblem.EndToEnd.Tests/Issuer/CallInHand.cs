using System.Net.Sockets;
using System.Text;

namespace DigitalEmblem.EndToEnd.Tests.Issuer;

/// <summary>
/// A call to an issuer's API of which the body is not whole yet: what someone has in hand while the service is told to stop.
/// </summary>
internal sealed class CallInHand : IDisposable
{
    private const string Body = """{"identifier":"https://society.example","name":"The Society","roles":["Issuer"]}""";

    private readonly TcpClient _connection = new();

    /// <summary>Names the organization, with all but the end of the call.</summary>
    /// <param name="api">The API's address.</param>
    /// <param name="administrator">An administrator's API key.</param>
    public static async Task<CallInHand> BeginAsync(string api, string administrator)
    {
        var call = new CallInHand();
        var address = new Uri(api);
        await call._connection.ConnectAsync(address.Host, address.Port);
        await call.SendAsync($"PUT /api/v1/organization HTTP/1.1\r\nHost: {address.Authority}\r\nAuthorization: Bearer {administrator}\r\n"
            + $"Content-Type: application/json\r\nContent-Length: {Body.Length}\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n");

        // The service asks for the body when the call has come to where it is read.
        string interim = await call.LineAsync();
        return interim == "HTTP/1.1 100 Continue" ? call : throw new InvalidOperationException(interim);
    }

    /// <summary>Sends the rest of it.</summary>
    /// <returns>The first line of the answer; empty if the connection was closed without one.</returns>
    public async Task<string> FinishAsync()
    {
        await LineAsync();
        await SendAsync(Body);
        return await LineAsync();
    }

    public void Dispose() => _connection.Dispose();

    private async Task SendAsync(string text) => await _connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text));

    private async Task<string> LineAsync()
    {
        var line = new StringBuilder();
        byte[] one = new byte[1];
        while (await _connection.GetStream().ReadAsync(one).AsTask().WaitAsync(TimeSpan.FromMinutes(1)) == 1 && one[0] != '\n')
        {
            line.Append((char)one[0]);
        }

        return line.ToString().TrimEnd('\r');
    }
}
