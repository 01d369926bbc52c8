using System.Net.Sockets;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Secrets;
using DigitalEmblem.Texts;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace DigitalEmblem.Issuer.Watching;

/// <summary>Alerts by mail, as plain text. A message that is sent twice has the same Message-ID, so that mail programs show one.</summary>
internal sealed class MailSender(SmtpOptions options) : INoticeSender
{
    /// <inheritdoc/>
    public NoticeChannel Channel => NoticeChannel.Mail;

    /// <inheritdoc/>
    public async Task<Sentence?> SendAsync(Notice notice, CancellationToken cancellationToken)
    {
        using var message = new MimeMessage();
        MailboxAddress from = MailboxAddress.Parse(options.From);
        message.From.Add(from);
        message.To.AddRange(options.To.Select(MailboxAddress.Parse));
        message.Subject = notice.Title;
        message.Date = notice.CreatedAt;
        message.MessageId = $"{notice.Id}@{from.Domain}";
        message.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        message.Body = new TextPart("plain") { Text = notice.Text };
        // Do not fetch revocation lists: only the local roots decide (decisions.md, 19).
        using var client = new SmtpClient { CheckCertificateRevocation = false, Timeout = 15_000 };
        try
        {
            await client.ConnectAsync(options.Host, options.Port, options.Security switch
            {
                SmtpSecurity.Tls => SecureSocketOptions.SslOnConnect,
                SmtpSecurity.None => SecureSocketOptions.None,
                _ => SecureSocketOptions.StartTls,
            }, cancellationToken);
            if (options.User is { } user)
            {
                await client.AuthenticateAsync(user, options.Password!.Read(), cancellationToken);
            }

            await client.SendAsync(message, cancellationToken);
            await client.DisconnectAsync(quit: true, CancellationToken.None);
            return null;
        }
        catch (NotSupportedException)
        {
            return Sentence.Of(
                $"The mail server offers no STARTTLS, or no way to log in, and nothing was sent: set Alerts:Smtp:Security to Tls and the "
                    + $"port to 465, or have it offered.");
        }
        catch (SslHandshakeException)
        {
            return Sentence.Of(
                $"The mail server's certificate is not in order, or does not show the name in Alerts:Smtp:Host.");
        }
        catch (AuthenticationException)
        {
            return Sentence.Of(
                $"The mail server does not take the account: compare Alerts:Smtp:User and its password.");
        }
        catch (SmtpCommandException e)
        {
            // Leave out the server's words: they may have people's addresses in them, and the fault is stored.
            return Sentence.Of(
                $"The mail server refused the message ({(int)e.StatusCode}, {e.ErrorCode}): see its log.");
        }
        catch (Exception e)
            when (e is IOException or SocketException or TimeoutException or ProtocolException or ServiceNotConnectedException)
        {
            return Sentence.Of(
                $"The mail server could not be reached, or broke off ({e.GetType().Name}): "
                    + $"does it run at {options.Host}:{options.Port}?");
        }
        catch (SecretException e)
        {
            return Sentence.Of(
                $"Alerts:Smtp:Password: {e.Message}");
        }
    }
}
