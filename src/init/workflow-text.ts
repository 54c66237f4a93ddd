// The job for GitHub Actions that `gatequake init` writes. The machines there have Node, Docker and a registry of images.

export interface WorkflowOrder {
	/** Words behind `gatequake run`, or none. */
	readonly runWords: string;
	/** Gatequake is among the packages of this folder; else npx fetches this version. */
	readonly isInstalled: boolean;
	readonly version: string;
}

export function workflowText({runWords, isInstalled, version}: WorkflowOrder): string {
	const command = isInstalled ? 'npx gatequake' : `npx --yes gatequake@${version}`;
	return `# Real gateways and apps in containers, real failures, and a verdict: https://docs.github.com/actions says where such files stand.
name: gatequake
on:
  pull_request:
  push:
    branches: [main, master]
permissions:
  contents: read
jobs:
  gateway-failures:
    runs-on: ubuntu-latest
    timeout-minutes: 30
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with:
          node-version: 24
${isInstalled ? '      - run: npm ci\n' : ''}      # Exit codes: 0 pass, 1 fail, 2 usage, 3 inconclusive, 4 harness. A run that proved nothing is repeated twice.
      - run: ${command} run${runWords === '' ? '' : ` ${runWords}`} --inconclusive retry=2 --reporter console,json,html,junit,markdown,github --output gatequake-report
      - if: always()
        run: cat gatequake-report/summary.md >> "$GITHUB_STEP_SUMMARY"
      - if: always()
        uses: actions/upload-artifact@v4
        with:
          name: gatequake-report
          path: gatequake-report
          if-no-files-found: ignore
`;
}
