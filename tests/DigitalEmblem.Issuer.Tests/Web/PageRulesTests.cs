using System.Reflection;
using System.Text.RegularExpressions;
using DigitalEmblem.Issuer.Web;
using DigitalEmblem.TestSupport;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Web;

/// <summary>
/// Rules that every page keeps, those that are written later too. When these fail, a program that nobody read runs in the browser of an
/// administrator, or a sender changes what a form does not offer.
/// </summary>
public sealed partial class PageRulesTests
{
    private const int MostBytes = 6_000;

    private static readonly string Sources = Path.Combine(Repository.Root, "src", "DigitalEmblem.Issuer");

    [Fact]
    public void Scripts_AreThoseThatWereRead_AndSmall()
    {
        Dictionary<string, long> scripts = typeof(IssuerWeb).Assembly.GetManifestResourceNames()
            .Where(n => n.StartsWith("assets/", StringComparison.Ordinal) && !n.EndsWith(".css", StringComparison.Ordinal)
                && !n.EndsWith(".svg", StringComparison.Ordinal))
            .ToDictionary(n => n["assets/".Length..], Length);

        Assert.Equal(["checkpage.js", "copying.js", "passkeys.js", "progress.js"], scripts.Keys.Order(StringComparer.Ordinal));
        Assert.True(scripts.Values.Sum() <= MostBytes, $"The scripts have {scripts.Values.Sum()} bytes.");
    }

    [Fact]
    public void Pages_LoadTheseScripts_AndHoldNone()
    {
        foreach ((string page, string text) in Pages())
        {
            Assert.All(
                ScriptElement().Matches(text).Select(m => m.Value),
                s => Assert.True(OwnScript().IsMatch(s), $"{page} holds {s}, which is no script of assets/"));
            Assert.False(Inline().IsMatch(text), $"{page} holds a script or a style within an element");
        }
    }

    [Fact]
    public void Pages_TakeWhatTheyName_AndNothingElse()
    {
        Type[] pages = [.. typeof(IssuerWeb).Assembly.GetTypes().Where(t => typeof(PageModel).IsAssignableFrom(t) && !t.IsAbstract)];
        Assert.True(pages.Length > 40, $"Only {pages.Length} pages were found.");
        foreach (Type page in pages)
        {
            const BindingFlags all = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
            Assert.True(page.GetCustomAttribute<BindPropertiesAttribute>() is null, $"{page} binds all its properties");
            Assert.All(page.GetProperties(all), p => Assert.True(
                p.GetCustomAttribute<BindPropertyAttribute>() is null, $"{page}.{p.Name} is set by what is sent"));
            foreach (MethodInfo handler in page.GetMethods().Where(m => m.Name.StartsWith("On", StringComparison.Ordinal)
                && m.DeclaringType?.Assembly == typeof(IssuerWeb).Assembly))
            {
                // The members of any other type would be filled in by name, whether the form has them or not.
                Assert.All(handler.GetParameters(), p => Assert.True(
                    IsOne(p.ParameterType), $"{page}.{handler.Name} takes a {p.ParameterType} from what is sent"));
            }
        }

        Assert.All(
            Directory.EnumerateFiles(Sources, "*.cs", SearchOption.AllDirectories),
            file => Assert.DoesNotContain("TryUpdateModel", File.ReadAllText(file), StringComparison.Ordinal));
    }

    private static bool IsOne(Type type)
    {
        Type one = type.GetElementType() ?? Nullable.GetUnderlyingType(type) ?? type;
        return one.IsPrimitive || one.IsEnum || one == typeof(string) || one == typeof(Guid) || one == typeof(IFormFile)
            || one == typeof(CancellationToken);
    }

    private static long Length(string resource)
    {
        using Stream stream = typeof(IssuerWeb).Assembly.GetManifestResourceStream(resource)!;
        return stream.Length;
    }

    private static IEnumerable<(string Page, string Text)> Pages() =>
        Directory.EnumerateFiles(Sources, "*.cshtml", SearchOption.AllDirectories)
            .Select(f => (Path.GetRelativePath(Sources, f), File.ReadAllText(f)));

    [GeneratedRegex("<script[^>]*>[^<]*", RegexOptions.IgnoreCase)]
    private static partial Regex ScriptElement();

    [GeneratedRegex(@"^<script src=""@PageAssets\.Root/(checkpage|copying|passkeys|progress)\.js"" defer>$")]
    private static partial Regex OwnScript();

    [GeneratedRegex(@"<style|\sstyle=|\son[a-z]+=|javascript:", RegexOptions.IgnoreCase)]
    private static partial Regex Inline();
}
