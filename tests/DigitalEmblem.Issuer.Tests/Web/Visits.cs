using System.Net;
using System.Text.RegularExpressions;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Tests.Journal;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Web;

/// <summary>What the tests of pages do again and again.</summary>
internal static partial class Visits
{
    /// <summary>Text that no page may write as it is: markup, and a letter that turns the direction of what follows.</summary>
    public const string Hostile = "<script>alert(1)</script>\u202Egnp.exe";

    private const AccessRoles Each =
        AccessRoles.Administrator | AccessRoles.Officer | AccessRoles.Approver | AccessRoles.Auditor;

    /// <summary>A page that is shown, without what isolates names in sentences.</summary>
    public static async Task<string> ShownAsync(this WebService web, string path)
    {
        using HttpResponseMessage answer = await web.GetAsync(path);
        string page = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{path}: {answer.StatusCode}\n{page}");
        // The name of a type, in place of what it says.
        Assert.DoesNotContain("Microsoft.AspNetCore", page, StringComparison.Ordinal);
        return Isolates().Replace(page, "");
    }

    /// <summary>Sends a form, which is taken.</summary>
    /// <returns>Where the browser goes on.</returns>
    public static async Task<string> DoneAsync(
        this WebService web, string path, Dictionary<string, string> fields, string? handler = null)
    {
        using HttpResponseMessage answer = await web.PostAsync(path, fields, handler: handler);
        Assert.True(
            answer.StatusCode == HttpStatusCode.Redirect,
            $"{path} {handler}: {answer.StatusCode}\n{await answer.Content.ReadAsStringAsync()}");
        return answer.Headers.Location!.OriginalString;
    }

    /// <summary>Sends a form, which is refused.</summary>
    /// <returns>The page, with its entities decoded.</returns>
    public static async Task<string> RefusedAsync(
        this WebService web, HttpStatusCode status, string path, Dictionary<string, string> fields, string? handler = null)
    {
        using HttpResponseMessage answer = await web.PostAsync(path, fields, handler: handler);
        string page = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == status, $"{path} {handler}: {answer.StatusCode}\n{page}");
        Assert.DoesNotContain("<script>alert", page, StringComparison.Ordinal);
        Assert.Contains("role=\"alert\"", page, StringComparison.Ordinal);
        return WebUtility.HtmlDecode(Isolates().Replace(page, ""));
    }

    /// <summary>Who did something last, as the journal has it, and to what.</summary>
    public static async Task<string> LastLineAsync(this WebService web, string action) =>
        (await NamesInLines.ReadAsync(web.Scene, e => e.Action == action, e => $"{e.Actor} {e.Subject}"))[^1];

    /// <summary>Shows a page to each role that reads.</summary>
    public static async Task EachReadsAsync(this WebService web, string path, string has)
    {
        foreach (AccessRoles role in Enum.GetValues<AccessRoles>().Where(r => r != AccessRoles.None && Each.HasFlag(r)))
        {
            await web.EnterAsync($"reader-{Guid.NewGuid():N}"[..20], role);
            Assert.Contains(has, await web.ShownAsync(path), StringComparison.Ordinal);
        }
    }

    [GeneratedRegex("</?bdi[^>]*>")]
    public static partial Regex Isolates();
}
