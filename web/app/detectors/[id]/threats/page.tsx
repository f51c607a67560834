export { generateMetadata, ThreatPage as default } from '../../../../features/threat/threat-page';
