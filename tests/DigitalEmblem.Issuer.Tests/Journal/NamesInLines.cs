using System.Text.RegularExpressions;
using DigitalEmblem.Issuer.Journal;
using DigitalEmblem.Issuer.Tests.Work;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Journal;

/// <summary>Looks for handles in the lines of a scene's journal.</summary>
internal static class NamesInLines
{
    /// <summary>No line holds a handle that was ever given, anywhere in what is hashed.</summary>
    public static async Task CheckAsync(IssuerScene scene)
    {
        List<string> handles = await scene.ReadAsync(d => d.PersonNames.Select(n => n.Handle).ToListAsync());
        Assert.NotEmpty(handles);
        // "second officer" is an actor of the tests, and no handle.
        var any = new Regex($@"(?<![\w.-]|second |third )({string.Join('|', handles.Select(Regex.Escape))})(?![\w.-])");
        Assert.Empty((await scene.ReadAsync(d => d.Journal.OrderBy(e => e.Sequence).ToListAsync()))
            .SelectMany(e => any.Matches($"{e.Actor} {e.Credential} {e.Action} {e.Subject} {e.Details}")
                .Select(m => $"{m.Value} in line {e.Sequence}, {e.Action}: {e.Actor} {e.Subject} {e.Details}")));
    }

    /// <summary>A line as readers see it.</summary>
    public static async Task<IReadOnlyList<string>> ReadAsync(
        IssuerScene scene, Func<JournalEntry, bool> which, Func<JournalEntry, string> what)
    {
        Pseudonyms pseudonyms = await scene.ReadAsync(d => Pseudonyms.AllAsync(d, default));
        return
        [
            .. (await scene.ReadAsync(d => d.Journal.OrderBy(e => e.Sequence).ToListAsync())).Where(which)
                .Select(e => pseudonyms.Show(what(e))),
        ];
    }
}
