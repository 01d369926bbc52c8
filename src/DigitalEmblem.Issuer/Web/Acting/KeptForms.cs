using System.Security.Cryptography;
using System.Text.Json;
using DigitalEmblem.Issuer.Web.SigningIn;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace DigitalEmblem.Issuer.Web.Acting;

/// <summary>
/// Keeps a form between the sign-in and its confirmation, in the page itself and not here: protected, so that it comes back as it was sent,
/// and for an hour.
/// </summary>
internal sealed class KeptForms(IDataProtectionProvider protection, IOptions<AntiforgeryOptions> antiforgery)
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    // The page carries it as text, and a form may have 1 MiB.
    private const int LongestText = 200_000;

    // The server takes no longer line of a request. Addresses of acts on many names have their identities in them.
    private const int LongestPath = 8192;

    // The service does not read a longer form of a person whom it does not know: it would spend memory on strangers. Such a form mostly
    // holds a file, and files are not kept.
    private const int LongestOfStrangers = 256 * 1024;

    // What proves who a person is has no place in a page, and neither has a private key that was pasted by mistake.
    private static readonly string[] Secrets = ["password", "code", "passkey", "key", "kept"];

    private readonly ITimeLimitedDataProtector _protector = protection.CreateProtector("kept forms").ToTimeLimitedDataProtector();

    /// <summary>Reads the form of a request and notes it for the page that asks for a sign-in.</summary>
    /// <param name="context">The request, which came from a page of this service (<see cref="Stages.SameOrigin"/>).</param>
    /// <param name="sender">Who sent it: no other person is to send it on. Null if that is not known.</param>
    public async Task KeepAsync(HttpContext context, string? sender)
    {
        bool isUnread = sender is null && !(context.Request.ContentLength <= LongestOfStrangers);
        IFormCollection form = isUnread ? FormCollection.Empty : await ReadAsync(context.Request);
        KeptField[] fields =
        [
            .. form.Where(f => !Secrets.Contains(f.Key) && f.Key != antiforgery.Value.FormFieldName)
                .SelectMany(f => f.Value.Where(v => !PrivateKeyText.IsIn(v)).Select(v => new KeptField(f.Key, v ?? ""))),
        ];
        bool isTooLong = fields.Sum(f => f.Name.Length + f.Value.Length) > LongestText;
        string path = context.Request.Path + context.Request.QueryString;
        new KeptForm(
            OwnPath.Of(path, LongestPath),
            isTooLong ? [] : fields,
            sender,
            isUnread || isTooLong || form.Files.Count > 0,
            HttpMethods.IsGet(context.Request.Method),
            NeedsStepUp: SignedIn.Of(context) is not null).Note(context);
    }

    // A stranger may send what no browser sends.
    private static async Task<IFormCollection> ReadAsync(HttpRequest request)
    {
        try
        {
            return request.HasFormContentType ? await request.ReadFormAsync(request.HttpContext.RequestAborted) : FormCollection.Empty;
        }
        catch (InvalidDataException)
        {
            throw new WebFaultException(StatusCodes.Status415UnsupportedMediaType);
        }
    }

    /// <summary>A form as a page carries it.</summary>
    public string Protect(KeptForm form) => _protector.Protect(JsonSerializer.Serialize(form), Longest);

    /// <summary>What a page carried; null if it is not ours, or is older than an hour.</summary>
    public KeptForm? Read(string? text)
    {
        try
        {
            return string.IsNullOrEmpty(text) ? null : JsonSerializer.Deserialize<KeptForm>(_protector.Unprotect(text));
        }
        catch (Exception e) when (e is CryptographicException or JsonException)
        {
            return null;
        }
    }
}
