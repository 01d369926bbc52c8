using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace DigitalEmblem.Browser.Tests.Walk;

/// <summary>Judges pages by axe, levels A and AA of WCAG 2.0 to 2.2, and lists which rules ran on how many pages.</summary>
/// <param name="record">Takes faults.</param>
internal sealed class PageJudge(WalkRecord record)
{
    private static readonly string[] Tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"];

    private static readonly AxeRunOptions All = new()
    {
        RunOnly = new RunOnlyOptions { Type = "tag", Values = [.. Tags] },
        // Off unless it is asked for.
        Rules = new() { ["target-size"] = new RuleOptions { Enabled = true } },
    };

    private static readonly AxeRunOptions Contrast = new() { RunOnly = new RunOnlyOptions { Type = "rule", Values = ["color-contrast"] } };

    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, (int Passed, int Violated, int Incomplete, int Inapplicable)> _rules =
        new(StringComparer.Ordinal);

    private readonly SortedDictionary<string, List<string>> _incomplete = new(StringComparer.Ordinal);
    private readonly List<string> _pages = [];

    /// <summary>Judges a page.</summary>
    public async Task JudgeAsync(IPage page, string name)
    {
        AxeResult axe = await page.RunAxe(All);
        lock (_lock)
        {
            Take(axe, name);
            Count(axe.Passes, (1, 0, 0, 0));
            Count(axe.Violations, (0, 1, 0, 0));
            Count(axe.Incomplete, (0, 0, 1, 0));
            Count(axe.Inapplicable, (0, 0, 0, 1));
            _pages.Add($"{name}: {axe.Passes.Length} rules passed, {axe.Violations.Length} violated, {axe.Incomplete.Length} incomplete");
        }
    }

    /// <summary>Judges the contrast of a page as it is shown now.</summary>
    public async Task JudgeContrastAsync(IPage page, string name)
    {
        AxeResult axe = await page.RunAxe(Contrast);
        lock (_lock)
        {
            Take(axe, name);
        }
    }

    /// <summary>Writes axe.txt.</summary>
    public async Task WriteAsync() => await File.WriteAllLinesAsync(
        Path.Combine(WalkRecord.Folder, "axe.txt"),
        [
            $"{_rules.Count} rules of axe ran on {_pages.Count} pages (tags {string.Join(' ', Tags)}).",
            "Rule: pages on which it passed, was violated, was incomplete, had nothing to judge.",
            "",
            .. _rules.Select(r => $"{r.Key}: {r.Value.Passed} {r.Value.Violated} {r.Value.Incomplete} {r.Value.Inapplicable}"),
            "",
            _incomplete.Count == 0 ? "Nothing was incomplete." : "Incomplete, with reasons:",
            .. _incomplete.Select(i => $"{i.Key}: {string.Join(", ", i.Value.Distinct())}"),
            "",
            .. _pages.Order(StringComparer.Ordinal),
        ]);

    private void Take(AxeResult axe, string name)
    {
        foreach (AxeResultItem v in axe.Violations)
        {
            record.Fault($"{name}: axe {v.Id}: {v.Help}: {string.Join(" | ", v.Nodes.Take(3).Select(n => n.Html))}");
        }

        foreach (AxeResultItem rule in axe.Incomplete)
        {
            foreach (string why in rule.Nodes.SelectMany(n => n.Any.Concat(n.All).Concat(n.None)).Select(c => c.Message).Distinct())
            {
                string key = $"{rule.Id} ({why})";
                if (!_incomplete.TryGetValue(key, out List<string>? at))
                {
                    _incomplete[key] = at = [];
                }

                at.Add(name);
            }
        }
    }

    private void Count(IEnumerable<AxeResultItem> rules, (int Passed, int Violated, int Incomplete, int Inapplicable) more)
    {
        foreach (string rule in rules.Select(r => r.Id))
        {
            _rules.TryGetValue(rule, out (int Passed, int Violated, int Incomplete, int Inapplicable) n);
            _rules[rule] =
                (n.Passed + more.Passed, n.Violated + more.Violated, n.Incomplete + more.Incomplete, n.Inapplicable + more.Inapplicable);
        }
    }
}
