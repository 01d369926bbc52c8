using System.Globalization;

namespace DigitalEmblem.Issuer.Tests.Watching;

/// <summary>A real mail server, aiosmtpd of Debian, on loopback: it puts each message it takes into a file.</summary>
internal sealed class MailServer : IDisposable
{
    private const string Program = """
        import asyncio, os, ssl, sys
        from aiosmtpd.controller import Controller
        from aiosmtpd.smtp import SMTP, AuthResult
        folder, port, mode = sys.argv[1], int(sys.argv[2]), sys.argv[3]
        class Handler:
            count = 0
            async def handle_DATA(self, server, session, envelope):
                if mode == 'refuse':
                    return '550 no thank you, officer@society.example'
                Handler.count += 1
                with open(os.path.join(folder, f'{Handler.count}.part'), 'wb') as f:
                    f.write(('RCPT ' + ' '.join(envelope.rcpt_tos) + '\r\n').encode() + envelope.content)
                os.rename(os.path.join(folder, f'{Handler.count}.part'), os.path.join(folder, f'{Handler.count}.eml'))
                return '250 OK'
        context = None
        if mode == 'tls':
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(os.path.join(folder, 'server.pem'), os.path.join(folder, 'server.key'))
        class Own(Controller):
            def factory(self):
                return SMTP(self.handler, tls_context=context, require_starttls=context is not None)
        controller = Own(Handler(), hostname='127.0.0.1', port=port)
        controller.start()
        asyncio.new_event_loop().run_forever()
        """;

    private readonly ServerProcess _process;

    private MailServer(string mode)
    {
        File.WriteAllText(Path.Combine(Folder, "server.py"), Program);
        if (mode == "tls")
        {
            ServerProcess.Run(
                "openssl", Folder, "", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj",
                "/CN=localhost", "-days", "2", "-keyout", "server.key", "-out", "server.pem");
        }

        _process = new ServerProcess(
            "/usr/bin/python3", Folder, Path.Combine(Folder, "server.py"), Folder, Port.ToString(CultureInfo.InvariantCulture), mode);
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("emblem-mail-").FullName;

    public int Port { get; } = LoopbackPorts.Free();

    /// <summary>The messages it has taken.</summary>
    public string[] Messages => [.. Directory.GetFiles(Folder, "*.eml").Order(StringComparer.Ordinal).Select(File.ReadAllText)];

    /// <summary>Starts one: plain, tls (with a certificate that nobody trusts), or refuse.</summary>
    public static async Task<MailServer> StartAsync(string mode)
    {
        var server = new MailServer(mode);
        await server._process.ListeningAsync(server.Port);
        return server;
    }

    public void Dispose()
    {
        _process.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
